-- Every version of an event, and until when it was what was known.
SELECT rows.*, hidden.until FROM (
{{rows}}
) AS rows
LEFT JOIN (
  SELECT row_id, epoch_us(min(until)) AS until FROM {{hidden}} WHERE {{existing}} GROUP BY row_id
) AS hidden ON hidden.row_id = rows.row_id
