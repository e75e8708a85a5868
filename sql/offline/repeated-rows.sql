-- The rows that share an id with another, in memory: those that are new to a history and those it holds.
CREATE OR REPLACE TEMP TABLE repeated_rows AS
SELECT row_id, id, created, fresh, row_id >> 40 AS run
FROM ({{rows}})
WHERE id IS NOT NULL AND hash(id) IN (SELECT hashed FROM repeated_ids)
