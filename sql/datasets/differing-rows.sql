SELECT list(row + 1 ORDER BY row) AS rows
FROM (
  SELECT a.file_row_number AS row
  FROM read_parquet({{a}}, file_row_number = true) AS a
  POSITIONAL JOIN (FROM read_parquet({{b}})) AS b
  WHERE {{differs}}
  ORDER BY row
  LIMIT 5
)
