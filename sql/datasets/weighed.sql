-- The answer with numbered columns, and the target as t; rows without a target tell nothing.
CREATE OR REPLACE TEMP TABLE weighed AS
SELECT * FROM (
  SELECT {{columns}}
  FROM {{relation}}
)
WHERE t IS NOT NULL
