-- Null too where an earlier Pintail recorded it, which took no identities of fits anew.
SELECT CASE detail ->> 'restates' WHEN 'fits' THEN detail ->> 'engine' END AS engine
FROM runs
WHERE kind = 'apply' AND status = 'done'
ORDER BY id DESC
LIMIT 1
