-- For each key, its newest row at or before one instant.
CREATE OR REPLACE TEMP TABLE {{matches}} AS
SELECT {{keys}}, max(event_time) AS event_time, arg_max(pos, event_time) AS pos
FROM (
{{rows}}
) AS rows
GROUP BY {{keys}}
