-- Every row a key ever had, newest first, and its place in that order.
CREATE OR REPLACE TEMP TABLE {{candidates}} AS
SELECT rows.*, row_number() OVER (ORDER BY event_time DESC, created DESC NULLS LAST, row_id DESC) AS place
FROM (
{{rows}}
) AS rows
