-- Hashes of ids that stand on more than one row, at least one of them new: few, however many rows there are.
CREATE OR REPLACE TEMP TABLE repeated_ids AS
SELECT hash(id) AS hashed FROM ({{fresh}}) WHERE id IS NOT NULL GROUP BY ALL HAVING count(*) > 1
