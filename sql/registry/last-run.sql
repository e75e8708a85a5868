SELECT * FROM runs
WHERE kind = $kind AND subject = $subject AND status = 'done'
ORDER BY id DESC
LIMIT 1
