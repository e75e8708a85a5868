-- A row becomes visible at the later of its event time and its created time. Along that order only a row newer than
-- all rows visible before it can be the newest known, so each of these is the answer until the next one is visible.
WITH ranked AS (
  SELECT rows.*, greatest(event_time, created) AS visible,
    row_number() OVER (PARTITION BY {{keys}} ORDER BY event_time, created, row_id) AS place
  FROM (
{{rows}}
  ) AS rows
  WHERE created IS NOT NULL
)
SELECT * FROM ranked
QUALIFY place > coalesce(max(place) OVER (
  PARTITION BY {{keys}} ORDER BY visible, place DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
), 0)
