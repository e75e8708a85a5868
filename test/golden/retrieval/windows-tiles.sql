-- v: edges of windows
-- The events of each row asked about, put together.
CREATE OR REPLACE TEMP TABLE v0_w0_parts AS
SELECT rid, count(*) AS p0
FROM -- Rows asked about, each with events of its key: those of a window lie in the bucket of its instant or the one before.
(
SELECT *, unnest(list_distinct([(after0 + 1) // 1800000000, until0 // 1800000000])) AS tile FROM (
SELECT rid, k0, micros, greatest(micros, -9223372033254775807) - 3600000000 AS after0, micros AS until0 FROM (
  SELECT rid, "key0" AS k0, epoch_us(instant) AS micros FROM asked WHERE "key0" IS NOT NULL AND instant IS NOT NULL
)
)
) AS asked
JOIN (
SELECT *, t // 1800000000 AS tile FROM (
-- Of the versions of an event the one known last.
SELECT rows.* FROM (
-- One segment's events, its files laid side by side.
SELECT "identities"."visitor" AS k0, epoch_us(identities.event_time) AS t, {t: epoch_us(identities.event_time), c: coalesce(epoch_us(identities.created), -9223372036854775807), r: identities.row_id} AS ord, identities.row_id
FROM read_parquet('events-1.parquet', file_row_number = true) AS identities 
WHERE true
UNION ALL
-- One segment's events, its files laid side by side.
SELECT "identities"."visitor" AS k0, epoch_us(identities.event_time) AS t, {t: epoch_us(identities.event_time), c: coalesce(epoch_us(identities.created), -9223372036854775807), r: identities.row_id} AS ord, identities.row_id
FROM read_parquet('events-2.parquet', file_row_number = true) AS identities 
WHERE true
) AS rows
ANTI JOIN (SELECT row_id FROM read_parquet(['hidden-2.parquet']) WHERE true) AS hidden ON hidden.row_id = rows.row_id
)
) AS events ON asked.k0 = events.k0 AND asked.tile = events.tile AND t > after0 AND t <= until0
GROUP BY rid;

-- v: tiles
-- Events of a key put together by stretches of time, so that many of them are one row.
CREATE OR REPLACE TEMP TABLE v0_w0_tiles AS
SELECT k0, tile, tile // 5 AS bucket, count(*) AS p0
FROM (
SELECT *, t // 1800000000 AS tile FROM (
-- Of the versions of an event the one known last.
SELECT rows.* FROM (
-- One segment's events, its files laid side by side.
SELECT "identities"."visitor" AS k0, epoch_us(identities.event_time) AS t, {t: epoch_us(identities.event_time), c: coalesce(epoch_us(identities.created), -9223372036854775807), r: identities.row_id} AS ord, identities.row_id
FROM read_parquet('events-1.parquet', file_row_number = true) AS identities 
WHERE true
UNION ALL
-- One segment's events, its files laid side by side.
SELECT "identities"."visitor" AS k0, epoch_us(identities.event_time) AS t, {t: epoch_us(identities.event_time), c: coalesce(epoch_us(identities.created), -9223372036854775807), r: identities.row_id} AS ord, identities.row_id
FROM read_parquet('events-2.parquet', file_row_number = true) AS identities 
WHERE true
) AS rows
ANTI JOIN (SELECT row_id FROM read_parquet(['hidden-2.parquet']) WHERE true) AS hidden ON hidden.row_id = rows.row_id
)
)
GROUP BY k0, tile;

-- v: windows
-- The tiles that lie wholly in a window, beside what its edges gave.
INSERT INTO v0_w0_parts
SELECT rid, sum(p0) AS p0
FROM (
SELECT *, unnest([last_tile // 5, last_tile // 5 - 1]) AS bucket FROM (
SELECT *, (after0 + 1) // 1800000000 AS first_tile, until0 // 1800000000 AS last_tile FROM (
SELECT rid, k0, micros, greatest(micros, -9223372033254775807) - 3600000000 AS after0, micros AS until0 FROM (
  SELECT rid, "key0" AS k0, epoch_us(instant) AS micros FROM asked WHERE "key0" IS NOT NULL AND instant IS NOT NULL
)
))
) AS asked
JOIN v0_w0_tiles AS tiles ON asked.k0 = tiles.k0 AND asked.bucket = tiles.bucket AND tiles.tile > first_tile AND tiles.tile < last_tile
GROUP BY rid;

-- v: put together
-- Edges and whole tiles of each row asked about as one.
CREATE OR REPLACE TEMP TABLE v0_w0 AS
SELECT rid, sum(p0) AS p0 FROM v0_w0_parts GROUP BY rid;

-- v: edges of windows
-- The events of each row asked about, put together.
CREATE OR REPLACE TEMP TABLE v0_w1_parts AS
SELECT rid, arg_max(e0, ord) AS p0, max(ord) FILTER ((e0 IS NOT NULL)) AS p1
FROM -- Rows asked about, each with events of its key: those of a window lie in the bucket of its instant or the one before.
(
SELECT *, unnest([until0 // 432000000000]) AS tile FROM (
SELECT rid, k0, micros, micros - 1 AS until0 FROM (
  SELECT rid, "key0" AS k0, epoch_us(instant) AS micros FROM asked WHERE "key0" IS NOT NULL AND instant IS NOT NULL
)
)
) AS asked
JOIN (
SELECT *, t // 432000000000 AS tile FROM (
-- Of the versions of an event the one known last.
SELECT rows.* FROM (
-- One segment's events, its files laid side by side.
SELECT "identities"."visitor" AS k0, epoch_us(identities.event_time) AS t, {t: epoch_us(identities.event_time), c: coalesce(epoch_us(identities.created), -9223372036854775807), r: identities.row_id} AS ord, identities.row_id, "identities"."#page@1" AS e0
FROM read_parquet('events-1.parquet', file_row_number = true) AS identities 
WHERE true
UNION ALL
-- One segment's events, its files laid side by side.
SELECT "identities"."visitor" AS k0, epoch_us(identities.event_time) AS t, {t: epoch_us(identities.event_time), c: coalesce(epoch_us(identities.created), -9223372036854775807), r: identities.row_id} AS ord, identities.row_id, "g0"."#page@1" AS e0
FROM read_parquet('events-2.parquet', file_row_number = true) AS identities POSITIONAL JOIN read_parquet(['events-2-later.parquet']) AS g0
WHERE true
) AS rows
ANTI JOIN (SELECT row_id FROM read_parquet(['hidden-2.parquet']) WHERE true) AS hidden ON hidden.row_id = rows.row_id
)
) AS events ON asked.k0 = events.k0 AND asked.tile = events.tile AND t <= until0
GROUP BY rid;

-- v: tiles
-- Events of a key put together by stretches of time, so that many of them are one row.
CREATE OR REPLACE TEMP TABLE v0_w1_tiles AS
SELECT k0, tile, arg_max(e0, ord) AS p0, max(ord) FILTER ((e0 IS NOT NULL)) AS p1
FROM (
SELECT *, t // 432000000000 AS tile FROM (
-- Of the versions of an event the one known last.
SELECT rows.* FROM (
-- One segment's events, its files laid side by side.
SELECT "identities"."visitor" AS k0, epoch_us(identities.event_time) AS t, {t: epoch_us(identities.event_time), c: coalesce(epoch_us(identities.created), -9223372036854775807), r: identities.row_id} AS ord, identities.row_id, "identities"."#page@1" AS e0
FROM read_parquet('events-1.parquet', file_row_number = true) AS identities 
WHERE true
UNION ALL
-- One segment's events, its files laid side by side.
SELECT "identities"."visitor" AS k0, epoch_us(identities.event_time) AS t, {t: epoch_us(identities.event_time), c: coalesce(epoch_us(identities.created), -9223372036854775807), r: identities.row_id} AS ord, identities.row_id, "g0"."#page@1" AS e0
FROM read_parquet('events-2.parquet', file_row_number = true) AS identities POSITIONAL JOIN read_parquet(['events-2-later.parquet']) AS g0
WHERE true
) AS rows
ANTI JOIN (SELECT row_id FROM read_parquet(['hidden-2.parquet']) WHERE true) AS hidden ON hidden.row_id = rows.row_id
)
)
GROUP BY k0, tile;

-- v: windows
-- The tiles that lie wholly in a window, beside what its edges gave.
INSERT INTO v0_w1_parts
SELECT rid, arg_max(p0, p1) AS p0, max(p1) AS p1
FROM (
SELECT * FROM (
SELECT *, until0 // 432000000000 AS last_tile FROM (
SELECT rid, k0, micros, micros - 1 AS until0 FROM (
  SELECT rid, "key0" AS k0, epoch_us(instant) AS micros FROM asked WHERE "key0" IS NOT NULL AND instant IS NOT NULL
)
))
) AS asked
JOIN v0_w1_tiles AS tiles ON asked.k0 = tiles.k0 AND tiles.tile < last_tile
GROUP BY rid;

-- v: put together
-- Edges and whole tiles of each row asked about as one.
CREATE OR REPLACE TEMP TABLE v0_w1 AS
SELECT rid, arg_max(p0, p1) AS p0, max(p1) AS p1 FROM v0_w1_parts GROUP BY rid;

SELECT rid, c0 AS f0, c1 AS f1 FROM (
-- Every row asked about, with or without events.
SELECT asked.rid, TRY_CAST(coalesce(w0.p0, 0) AS BIGINT) AS c0, TRY_CAST(w1.p0 AS VARCHAR) AS c1
FROM (SELECT rid, epoch_us(instant) AS "at" FROM asked WHERE "key0" IS NOT NULL AND instant IS NOT NULL) AS asked
LEFT JOIN v0_w0 AS w0 ON w0.rid = asked.rid
LEFT JOIN v0_w1 AS w1 ON w1.rid = asked.rid
) AS cells
