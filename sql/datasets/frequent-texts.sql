-- Hashes stand for the texts, which may hold what no statement can.
SELECT hash(text) AS hash
FROM (SELECT {{text}} AS text FROM weighed)
WHERE text IS NOT NULL
GROUP BY text
ORDER BY count(*) DESC, text
LIMIT $most
