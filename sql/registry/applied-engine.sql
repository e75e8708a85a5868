SELECT detail ->> 'engine' AS engine
FROM runs
WHERE kind = 'apply' AND status = 'done'
ORDER BY id DESC
LIMIT 1
