-- Keys whose answer may have changed: of rows landed since the last reading, of rows whose own time fell due since,
-- and of rows that were superseded.
CREATE OR REPLACE TEMP TABLE {{changed}} AS
SELECT DISTINCT {{names}} FROM (
{{rows}}
) AS rows
WHERE row_id >= $fresh OR event_time > $since
{{superseded}}
