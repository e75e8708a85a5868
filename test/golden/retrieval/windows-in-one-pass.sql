-- v: windows
-- The events of each row asked about, put together.
CREATE OR REPLACE TEMP TABLE v0_w0 AS
SELECT rid, sum(e0) AS p0, count(*) FILTER (t > after1) AS p1
FROM -- Rows asked about, each with events of its key: those of a window lie in the bucket of its instant or the one before.
(
SELECT *, unnest([micros // 86400000000, micros // 86400000000 - 1]) AS bucket FROM (
SELECT rid, k0, micros, greatest(micros, -9223371950454775807) - 86400000000 AS after0, micros AS until0, greatest(micros, -9223372033254775807) - 3600000000 AS after1, micros AS until1 FROM (
  SELECT rid, "key0" AS k0, epoch_us(instant) AS micros FROM asked WHERE "key0" IS NOT NULL AND instant IS NOT NULL
)
)
) AS asked
JOIN (
SELECT *, t // 86400000000 AS bucket FROM (
-- Of the versions of an event the one known last.
SELECT rows.* FROM (
-- One segment's events, its files laid side by side.
SELECT "identities"."visitor" AS k0, epoch_us(identities.event_time) AS t, {t: epoch_us(identities.event_time), c: coalesce(epoch_us(identities.created), -9223372036854775807), r: identities.row_id} AS ord, identities.row_id, "identities"."#spent@1" AS e0
FROM read_parquet('events-1.parquet', file_row_number = true) AS identities 
WHERE true
UNION ALL
-- One segment's events, its files laid side by side.
SELECT "identities"."visitor" AS k0, epoch_us(identities.event_time) AS t, {t: epoch_us(identities.event_time), c: coalesce(epoch_us(identities.created), -9223372036854775807), r: identities.row_id} AS ord, identities.row_id, "identities"."#spent@1" AS e0
FROM read_parquet('events-2.parquet', file_row_number = true) AS identities 
WHERE true
) AS rows
ANTI JOIN (SELECT row_id FROM read_parquet(['hidden-2.parquet']) WHERE true) AS hidden ON hidden.row_id = rows.row_id
)
) AS events ON asked.k0 = events.k0 AND asked.bucket = events.bucket AND t > after0 AND t <= until0
GROUP BY rid;

SELECT rid, c0 AS f0, c1 AS f1, x9 AS f2 FROM (
SELECT "_rid" AS rid, "_c0" AS c0, "_c1" AS c1, CAST((spent / nullif(events, 0)) AS DOUBLE) AS x9 FROM (
SELECT rid AS "_rid", c0 AS "_c0", c1 AS "_c1", c1 AS "spent", c0 AS "events" FROM (
-- Every row asked about, with or without events.
SELECT asked.rid, TRY_CAST(coalesce(w0.p1, 0) AS BIGINT) AS c0, TRY_CAST(w0.p0 AS DOUBLE) AS c1
FROM (SELECT rid, epoch_us(instant) AS "at" FROM asked WHERE "key0" IS NOT NULL AND instant IS NOT NULL) AS asked
LEFT JOIN v0_w0 AS w0 ON w0.rid = asked.rid
))
) AS cells
