-- The keys of a history whose hashes are least.
SELECT {{keys}}, md5(concat_ws(chr(31), {{texts}})) AS hash
FROM (
  SELECT DISTINCT {{keys}} FROM (
{{rows}}
  ) AS rows
) AS keys
ORDER BY hash
{{limit}}
