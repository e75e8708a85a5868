-- scores: find rows
-- For each row asked about, the newest row of its key at or before its instant; then ttl is applied to that row.
-- Nulls are left out before the join, because the engine's sorted join would match a null instant or second key.
CREATE OR REPLACE TEMP TABLE v0_matches AS
SELECT asked.rid, rows.pos, rows.event_time
FROM (SELECT * FROM asked WHERE "key0" IS NOT NULL AND "key1" IS NOT NULL AND instant IS NOT NULL) AS asked
ASOF JOIN (
-- The rows of keys that are asked about: worth a look-up each when the question is small beside the history.
SELECT rows.* FROM (
-- Who and when of one segment's rows; pos names a row over all segments of the history.
SELECT "patient" AS k0, "clinic" AS k1, event_time, created, row_id, file_row_number + 0 AS pos
FROM read_parquet('segment-1.parquet', file_row_number = true)
WHERE true
) AS rows
SEMI JOIN asked AS asked ON asked."key0" = rows.k0 AND asked."key1" = rows.k1
) AS rows ON asked."key0" = rows.k0 AND asked."key1" = rows.k1 AND asked.instant >= rows.event_time
WHERE epoch_us(asked.instant) - epoch_us(rows.event_time) <= $ttl;

-- The values of matched rows alone, fetched by their place.
SELECT matches.rid, f0, f1
FROM v0_matches AS matches
JOIN (
SELECT "score@1" AS f0, "note@1" AS f1, file_row_number + 0 AS pos FROM read_parquet('segment-1.parquet', file_row_number = true)
) AS g0 ON g0.pos = matches.pos
