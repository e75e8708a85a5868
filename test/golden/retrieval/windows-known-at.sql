-- v: windows
-- The events of each row asked about, put together.
CREATE OR REPLACE TEMP TABLE v0_w0 AS
SELECT rid, count(*) AS p0, quantile_cont(e0, 0.5) AS p1
FROM (
SELECT "_rid" AS rid, "_after0" AS after0, "_until0" AS until0, "_t" AS t, "_ord" AS ord, "_gap" AS gap, CAST((gap) AS DOUBLE) AS e0 FROM (
SELECT rid AS "_rid", after0 AS "_after0", until0 AS "_until0", t AS "_t", ord AS "_ord", gap AS "_gap", CAST(gap AS DOUBLE) AS "gap" FROM (
SELECT rid, after0, until0, t, ord, (t - lag(t) OVER (PARTITION BY rid ORDER BY ord)) / 1e6 AS gap FROM (
SELECT rid, after0, until0, t, ord FROM -- Rows asked about, each with events of its key: those of a window lie in the bucket of its instant or the one before.
(
SELECT rid, k0, micros, greatest(micros, -9223372033254775807) - 3600000000 AS after0, micros AS until0 FROM (
  SELECT rid, "key0" AS k0, epoch_us(instant) AS micros FROM asked WHERE "key0" IS NOT NULL AND instant IS NOT NULL
)
) AS asked
JOIN (
-- Every version of an event, and until when it was what was known.
SELECT rows.*, hidden.until FROM (
-- One segment's events, its files laid side by side.
SELECT "identities"."visitor" AS k0, epoch_us(identities.event_time) AS t, {t: epoch_us(identities.event_time), c: coalesce(epoch_us(identities.created), -9223372036854775807), r: identities.row_id} AS ord, epoch_us(identities.created) AS c, identities.row_id
FROM read_parquet('events-1.parquet', file_row_number = true) AS identities 
WHERE true
UNION ALL
-- One segment's events, its files laid side by side.
SELECT "identities"."visitor" AS k0, epoch_us(identities.event_time) AS t, {t: epoch_us(identities.event_time), c: coalesce(epoch_us(identities.created), -9223372036854775807), r: identities.row_id} AS ord, epoch_us(identities.created) AS c, identities.row_id
FROM read_parquet('events-2.parquet', file_row_number = true) AS identities 
WHERE true
) AS rows
LEFT JOIN (
  SELECT row_id, epoch_us(min(until)) AS until FROM read_parquet(['hidden-2.parquet']) WHERE true GROUP BY row_id
) AS hidden ON hidden.row_id = rows.row_id
) AS events ON asked.k0 = events.k0 AND t <= until0 AND events.c <= asked.micros AND (events.until IS NULL OR events.until > asked.micros)
)
))
) AS pairs WHERE t > after0 AND t <= until0
GROUP BY rid;

SELECT rid, c0 AS f0, c1 AS f1 FROM (
-- Every row asked about, with or without events.
SELECT asked.rid, TRY_CAST(coalesce(w0.p0, 0) AS BIGINT) AS c0, TRY_CAST(w0.p1 AS DOUBLE) AS c1
FROM (SELECT rid, epoch_us(instant) AS "at" FROM asked WHERE "key0" IS NOT NULL AND instant IS NOT NULL) AS asked
LEFT JOIN v0_w0 AS w0 ON w0.rid = asked.rid
) AS cells
