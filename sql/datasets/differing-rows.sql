SELECT list(row ORDER BY row) AS rows
FROM (
  SELECT row
  FROM (
    SELECT row_number() OVER () AS row, {{differs}} AS differs
    FROM read_parquet({{a}}) AS a
    POSITIONAL JOIN (FROM read_parquet({{b}})) AS b
  )
  WHERE differs
  ORDER BY row
  LIMIT 5
)
