-- Keys of a history, any of them: only as much is read as it takes to find some.
SELECT {{keys}} FROM (
{{rows}}
) AS rows
WHERE starts_with(CAST(k0 AS VARCHAR), $starts_with)
LIMIT 500
