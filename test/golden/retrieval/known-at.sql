-- scores: find rows
-- For each row asked about, the newest row of its key at or before its instant; then ttl is applied to that row.
-- Nulls are left out before the join, because the engine's sorted join would match a null instant or second key.
CREATE OR REPLACE TEMP TABLE v0_matches AS
SELECT asked.rid, rows.pos, rows.event_time, rows.created
FROM (SELECT * FROM asked WHERE "key0" IS NOT NULL AND "key1" IS NOT NULL AND instant IS NOT NULL) AS asked
ASOF JOIN (
-- The rows that answer today.
SELECT rows.* FROM (
-- Who and when of one segment's rows; pos names a row over all segments of the history.
SELECT "patient" AS k0, "clinic" AS k1, event_time, created, row_id, file_row_number + 0 AS pos
FROM read_parquet('segment-1.parquet', file_row_number = true)
WHERE true
UNION ALL
-- Who and when of one segment's rows; pos names a row over all segments of the history.
SELECT "patient" AS k0, "clinic" AS k1, event_time, created, row_id, file_row_number + 1000 AS pos
FROM read_parquet('segment-2.parquet', file_row_number = true)
WHERE true
) AS rows
ANTI JOIN (
-- Rows that a later run superseded, as pos.
SELECT hidden.row + placed."offset" AS pos
FROM read_parquet(['hidden-2.parquet']) AS hidden
JOIN (VALUES (1, 0), (2, 1000)) AS placed(segment, "offset") ON placed.segment = hidden.segment
) AS hidden ON hidden.pos = rows.pos
) AS rows ON asked."key0" = rows.k0 AND asked."key1" = rows.k1 AND asked.instant >= rows.event_time
WHERE epoch_us(asked.instant) - epoch_us(rows.event_time) <= $ttl;

-- scores: find rows known later
-- Rows asked about whose match was not yet known at their instant: what they may see is looked for below.
CREATE OR REPLACE TEMP TABLE v0_pending AS
SELECT asked.* FROM asked AS asked
JOIN v0_matches AS matches ON matches.rid = asked.rid
WHERE matches.created IS NULL OR matches.created > asked.instant;

-- scores: find what was known
-- For each row asked about, the newest row of its key at or before its instant; then ttl is applied to that row.
-- Nulls are left out before the join, because the engine's sorted join would match a null instant or second key.
CREATE OR REPLACE TEMP TABLE v0_repaired AS
SELECT asked.rid, rows.pos, rows.event_time
FROM (SELECT * FROM v0_pending WHERE "key0" IS NOT NULL AND "key1" IS NOT NULL AND instant IS NOT NULL) AS asked
ASOF JOIN (
-- A row becomes visible at the later of its event time and its created time. Along that order only a row newer than
-- all rows visible before it can be the newest known, so each of these is the answer until the next one is visible.
WITH ranked AS (
  SELECT rows.*, greatest(event_time, created) AS visible,
    row_number() OVER (PARTITION BY k0, k1 ORDER BY event_time, created, row_id) AS place
  FROM (
-- The rows of keys that are asked about: worth a look-up each when the question is small beside the history.
SELECT rows.* FROM (
-- Who and when of one segment's rows; pos names a row over all segments of the history.
SELECT "patient" AS k0, "clinic" AS k1, event_time, created, row_id, file_row_number + 0 AS pos
FROM read_parquet('segment-1.parquet', file_row_number = true)
WHERE true
UNION ALL
-- Who and when of one segment's rows; pos names a row over all segments of the history.
SELECT "patient" AS k0, "clinic" AS k1, event_time, created, row_id, file_row_number + 1000 AS pos
FROM read_parquet('segment-2.parquet', file_row_number = true)
WHERE true
UNION ALL
-- Who and when of one segment's rows; pos names a row over all segments of the history.
SELECT "patient" AS k0, "clinic" AS k1, event_time, created, row_id, file_row_number + 2000 AS pos
FROM read_parquet('segment-3.parquet', file_row_number = true)
WHERE true
) AS rows
SEMI JOIN v0_pending AS asked ON asked."key0" = rows.k0 AND asked."key1" = rows.k1
  ) AS rows
  WHERE created IS NOT NULL
)
SELECT * FROM ranked
QUALIFY place > coalesce(max(place) OVER (
  PARTITION BY k0, k1 ORDER BY visible, place DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
), 0)
) AS rows ON asked."key0" = rows.k0 AND asked."key1" = rows.k1 AND asked.instant >= rows.visible
WHERE epoch_us(asked.instant) - epoch_us(rows.event_time) <= $ttl;

-- scores: put together
-- Matches that were known at their instant, and what stands in for the others.
CREATE OR REPLACE TEMP TABLE v0_known AS
SELECT rid, pos, event_time FROM v0_matches ANTI JOIN v0_pending USING (rid)
UNION ALL
SELECT rid, pos, event_time FROM v0_repaired;

-- The values of matched rows alone, fetched by their place.
SELECT matches.rid, f0, f1
FROM v0_known AS matches
JOIN (
SELECT "score@1" AS f0, file_row_number + 0 AS pos FROM read_parquet('segment-1.parquet', file_row_number = true)
UNION ALL
SELECT "score@1" AS f0, file_row_number + 1000 AS pos FROM read_parquet('segment-2.parquet', file_row_number = true)
UNION ALL
SELECT "score@1" AS f0, file_row_number + 2000 AS pos FROM read_parquet('segment-3.parquet', file_row_number = true)
) AS g0 ON g0.pos = matches.pos
JOIN (
SELECT "note@1" AS f1, file_row_number + 0 AS pos FROM read_parquet('segment-1-later.parquet', file_row_number = true)
UNION ALL
SELECT "note@1" AS f1, file_row_number + 1000 AS pos FROM read_parquet('segment-2.parquet', file_row_number = true)
UNION ALL
SELECT "note@1" AS f1, file_row_number + 2000 AS pos FROM read_parquet('segment-3.parquet', file_row_number = true)
) AS g1 ON g1.pos = matches.pos
