-- A key's events in a window and next to it, newest first; one that is not live was superseded.
SELECT * FROM (
  SELECT rows.*, {{values}}, live.ord IS NOT NULL AS live,
    CASE WHEN rows.t > $up_to THEN 'after' WHEN rows.t <= $after THEN 'before' ELSE 'in' END AS zone,
    row_number() OVER (PARTITION BY zone ORDER BY {{nearest}}, rows.row_id DESC) AS place,
    count(*) OVER (PARTITION BY zone) AS of_zone
  FROM (
{{rows}}
  ) AS rows
  LEFT JOIN (
{{known}}
  ) AS valued ON valued.ord = rows.ord
  LEFT JOIN (
{{live}}
  ) AS live ON live.ord = rows.ord
)
WHERE place <= CASE zone WHEN 'in' THEN $inside ELSE $beside END
ORDER BY t DESC, created DESC NULLS LAST, row_id DESC
