-- Rows of the ids that did not come in the order in which they were known.
CREATE OR REPLACE TEMP TABLE turned_rows AS
SELECT *
FROM repeated_rows
WHERE id IN (
  SELECT id
  FROM (SELECT id, row_id, lead(row_id) OVER (PARTITION BY id ORDER BY created NULLS FIRST, row_id) AS following FROM repeated_rows)
  WHERE following < row_id
)
