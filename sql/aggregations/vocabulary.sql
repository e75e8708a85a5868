-- The most frequent values of a column, equal ones by value; the name of all others is no value.
SELECT value
FROM (SELECT CAST({{value}} AS VARCHAR) AS value FROM ({{relation}}))
WHERE value IS NOT NULL AND value <> {{other}}
GROUP BY value
HAVING count(*) >= {{min}}
ORDER BY count(*) DESC, value
LIMIT {{top}}
