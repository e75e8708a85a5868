-- What tells a row's event from others, and what decides which row of an event counts.
SELECT {{row_id}} AS row_id, {{id}} AS id, {{created}} AS created
FROM (
{{rows}}
)
WHERE {{event_time}} IS NOT NULL
