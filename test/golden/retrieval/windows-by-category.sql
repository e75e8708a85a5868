-- v: categories
-- The categories of a vocabulary by their place in it; a category's text is data.
CREATE OR REPLACE TEMP TABLE v0_codes0 AS
SELECT unnest(names) AS name, CAST(generate_subscripts(names, 1) - 1 AS INTEGER) AS code
FROM (SELECT from_json($vocabulary, '["VARCHAR"]') AS names);

-- v: windows
-- The events of each row asked about, put together.
CREATE OR REPLACE TEMP TABLE v0_w0 AS
SELECT rid, code, count(*) AS p0
FROM -- Rows asked about, each with events of its key: those of a window lie in the bucket of its instant or the one before.
(
SELECT *, unnest([micros // 86400000000, micros // 86400000000 - 1]) AS bucket FROM (
SELECT rid, k0, micros, greatest(micros, -9223371950454775807) - 86400000000 AS after0, micros AS until0 FROM (
  SELECT rid, "key0" AS k0, epoch_us(instant) AS micros FROM asked WHERE "key0" IS NOT NULL AND instant IS NOT NULL
)
)
) AS asked
JOIN (
SELECT *, t // 86400000000 AS bucket FROM (
-- Events with the place of their category in the vocabulary; one outside it comes after the last.
SELECT rows.*, coalesce(codes.code, 1) AS code FROM (
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
) AS rows
LEFT JOIN v0_codes0 AS codes ON codes.name = rows.e0
WHERE rows.e0 IS NOT NULL
)
) AS events ON asked.k0 = events.k0 AND asked.bucket = events.bucket AND t > after0 AND t <= until0
GROUP BY rid, code;

SELECT rid, c0 AS f0 FROM (
-- Every row asked about, with or without events.
SELECT asked.rid, coalesce(w0.c0, CAST(MAP {} AS MAP(INTEGER, BIGINT))) AS c0
FROM (SELECT rid, epoch_us(instant) AS "at" FROM asked WHERE "key0" IS NOT NULL AND instant IS NOT NULL) AS asked
LEFT JOIN (
  SELECT found.rid, map_from_entries(list({k: found.code, v: TRY_CAST(coalesce(found.p0, 0) AS BIGINT)})) AS c0
  FROM v0_w0 AS found
  JOIN (SELECT rid, epoch_us(instant) AS "at" FROM asked) AS asked ON asked.rid = found.rid
  GROUP BY found.rid
) AS w0 ON w0.rid = asked.rid
) AS cells
