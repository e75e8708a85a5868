-- v: windows
-- The events of each row asked about, put together.
CREATE OR REPLACE TEMP TABLE v0_w0 AS
SELECT rid, arg_max(e0, ord) AS p0
FROM -- Rows asked about, each with events of its key: those of a window lie in the bucket of its instant or the one before.
(
SELECT rid, k0, micros, micros - 1 AS until0 FROM (
  SELECT rid, "key0" AS k0, epoch_us(instant) AS micros FROM asked WHERE "key0" IS NOT NULL AND instant IS NOT NULL
)
) AS asked
JOIN (
SELECT * FROM (
-- Of the versions of an event the one known last.
SELECT rows.* FROM (
-- One segment's events, its files laid side by side.
SELECT "identities"."visitor" AS k0, epoch_us(identities.event_time) AS t, identities.file_row_number AS ord, identities.row_id, "identities"."#page@1" AS e0
FROM read_parquet('events-1.parquet', file_row_number = true) AS identities 
WHERE true AND identities.row_id < $next_run
) AS rows
ANTI JOIN (SELECT row_id FROM read_parquet(['hidden-2.parquet']) WHERE "by" < $next_run) AS hidden ON hidden.row_id = rows.row_id
) WHERE (e0 IS NOT NULL)
) AS events ON asked.k0 = events.k0 AND t <= until0
GROUP BY rid;

SELECT rid, c0 AS f0 FROM (
-- Every row asked about, with or without events.
SELECT asked.rid, TRY_CAST(w0.p0 AS VARCHAR) AS c0
FROM (SELECT rid, epoch_us(instant) AS "at" FROM asked WHERE "key0" IS NOT NULL AND instant IS NOT NULL) AS asked
LEFT JOIN v0_w0 AS w0 ON w0.rid = asked.rid
) AS cells
