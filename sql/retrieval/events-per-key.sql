-- How many events has the key of an event, on average? Told by the first keys of a segment, which is sorted by them.
SELECT CAST(sum(n * n) / sum(n) AS DOUBLE) AS per_key
FROM (SELECT count(*) AS n FROM (SELECT {{keys}} FROM {{file}} LIMIT 400000) GROUP BY {{keys}})
