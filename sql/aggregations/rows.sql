-- The source's rows that a view keeps, with their times as the source has them.
SELECT *, {{timestamp}} AS {{as_timestamp}}, {{created}} AS {{as_created}}
FROM (
{{relation}}
)
WHERE {{filter}}
