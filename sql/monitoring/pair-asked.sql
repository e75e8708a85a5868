-- Each key at its newest event time; of very many the same ones each time, by hash.
CREATE OR REPLACE TEMP TABLE {{table}} AS
SELECT row_number() OVER () - 1 AS rid, *
FROM (
  SELECT {{keys}}, max(event_time) AS instant
  FROM (
{{rows}}
  ) AS rows
  WHERE {{complete}}
  GROUP BY {{keys}}
  ORDER BY hash({{keys}}), {{keys}}
  LIMIT {{most}}
)
