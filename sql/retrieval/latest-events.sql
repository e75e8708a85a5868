-- For each key, its newest event at or before one instant: the rows asked about.
CREATE OR REPLACE TEMP TABLE {{matches}} AS
SELECT row_number() OVER () AS rid, {{keys}}, newest.t AS event_time,
  CASE WHEN isfinite(newest.c) THEN newest.c END AS created, newest.r AS row_id, $instant AS instant
FROM (
  SELECT {{keys}}, max({t: event_time, c: coalesce(created, '-infinity'::TIMESTAMP), r: row_id}) AS newest
  FROM (
{{rows}}
  ) AS rows
  WHERE event_time <= $instant
  GROUP BY {{keys}}
)
