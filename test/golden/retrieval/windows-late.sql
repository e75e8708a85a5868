-- v: windows
-- The events of each row asked about, put together.
CREATE OR REPLACE TEMP TABLE v0_w0 AS
SELECT rid, quantile_cont(e0, 0.5) AS p0
FROM -- Rows asked about, each with events of its key: those of a window lie in the bucket of its instant or the one before.
(
SELECT *, unnest([micros // 3600000000, micros // 3600000000 - 1]) AS bucket FROM (
SELECT rid, k0, micros, greatest(micros, -9223372033254775807) - 3600000000 AS after0, micros AS until0 FROM (
  SELECT rid, "key0" AS k0, epoch_us(instant) AS micros FROM asked WHERE "key0" IS NOT NULL AND instant IS NOT NULL
)
)
) AS asked
JOIN (
SELECT *, t // 3600000000 AS bucket FROM (
SELECT "_k0" AS k0, "_t" AS t, "_ord" AS ord, "_gap" AS gap, CAST((gap) AS DOUBLE) AS e0 FROM (
SELECT k0 AS "_k0", t AS "_t", ord AS "_ord", gap AS "_gap", CAST(gap AS DOUBLE) AS "gap" FROM (
SELECT k0, t, ord, (t - lag(t) OVER (PARTITION BY k0 ORDER BY ord)) / 1e6 AS gap FROM (
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
))
) WHERE (e0 IS NOT NULL)
) AS events ON asked.k0 = events.k0 AND asked.bucket = events.bucket AND t > after0 AND t <= until0
GROUP BY rid;

SELECT rid, c0 AS f0 FROM (
-- Every row asked about, with or without events.
SELECT asked.rid, TRY_CAST(w0.p0 AS DOUBLE) AS c0
FROM (SELECT rid, epoch_us(instant) AS "at" FROM asked WHERE "key0" IS NOT NULL AND instant IS NOT NULL) AS asked
LEFT JOIN v0_w0 AS w0 ON w0.rid = asked.rid
) AS cells
