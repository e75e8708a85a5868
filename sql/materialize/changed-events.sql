-- Keys whose answer may have changed: of events landed since the last reading, of those that entered a window or left
-- one since, and of those that were superseded since.
CREATE OR REPLACE TEMP TABLE {{changed}} AS
SELECT DISTINCT {{names}} FROM (
{{rows}}
) AS rows
WHERE {{moved}}
