-- The rows that answered after an earlier run: of equal event times the greatest created, then the latest row.
SELECT rows.* FROM (
{{rows}}
) AS rows
WHERE row_id < $next_run
QUALIFY row_number() OVER (PARTITION BY {{keys}}, event_time ORDER BY created DESC NULLS LAST, row_id DESC) = 1
