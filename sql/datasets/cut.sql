-- Of the cuts between two instants the one that leaves nearest to a share of the rows before it; of two the earlier.
SELECT cut, train, total - train AS test, (SELECT count(*) FROM asked WHERE instant IS NULL) AS neither
FROM (
  SELECT
    lead(instant) OVER (ORDER BY instant) AS cut,
    CAST(sum(rows) OVER (ORDER BY instant) AS BIGINT) AS train,
    CAST(sum(rows) OVER () AS BIGINT) AS total
  FROM (SELECT instant, count(*) AS rows FROM asked WHERE instant IS NOT NULL GROUP BY instant)
)
WHERE cut IS NOT NULL
ORDER BY abs(train - $share * total), cut
LIMIT 1
