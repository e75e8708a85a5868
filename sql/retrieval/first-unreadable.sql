-- The first value of a column that has no form in the type it must have.
SELECT rowid + 1 AS row, CAST({{given}} AS VARCHAR) AS text
FROM spine
WHERE {{given}} IS NOT NULL AND ({{typed}}) IS NULL
ORDER BY rowid
LIMIT 1
