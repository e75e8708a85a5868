-- Keys that were looked at and have no event any more that counts: others with the same ids superseded them.
CREATE OR REPLACE TEMP TABLE {{gone}} AS
SELECT {{keys}} FROM {{changed}} AS changed
ANTI JOIN (
  SELECT rows.* FROM (
{{rows}}
  ) AS rows
  ANTI JOIN {{hidden}} AS hidden ON hidden.row_id = rows.row_id
) AS rows ON {{same_keys}}
