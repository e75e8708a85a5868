-- scores: find rows
-- For each key, its newest row at or before one instant.
CREATE OR REPLACE TEMP TABLE v0_matches AS
SELECT k0, k1, max(event_time) AS event_time, arg_max(pos, event_time) AS pos
FROM (
-- Who and when of one segment's rows; pos names a row over all segments of the history.
SELECT "patient" AS k0, "clinic" AS k1, event_time, created, row_id, file_row_number + 0 AS pos
FROM read_parquet('segment-1.parquet', file_row_number = true)
WHERE event_time <= $latest
) AS rows
GROUP BY k0, k1;

SELECT * FROM (
-- The values of matched rows alone, fetched by their place.
SELECT matches.k0, matches.k1, matches.event_time, created, row_id, f0, f1
FROM v0_matches AS matches
JOIN (
SELECT "created" AS created, "row_id" AS row_id, "score@1" AS f0, "note@1" AS f1, file_row_number + 0 AS pos FROM read_parquet('segment-1.parquet', file_row_number = true)
) AS g0 ON g0.pos = matches.pos
) ORDER BY k0, k1
