-- Two answers to one question, row beside row: in how many rows each column differs.
SELECT {{counts}}
FROM read_parquet({{a}}) AS a
POSITIONAL JOIN (FROM read_parquet({{b}})) AS b
