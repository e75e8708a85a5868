-- Of equal event times the greatest created, then the latest row.
SELECT rows.* FROM (
{{rows}}
) AS rows
QUALIFY row_number() OVER (PARTITION BY {{keys}}, event_time ORDER BY created DESC NULLS LAST, row_id DESC) = 1
