-- How many events has the key of an event, on average? Told by the first keys of a segment, which is sorted by them: to
-- name the rows reads their row groups alone, and a limit reads more.
SELECT CAST(sum(n * n) / sum(n) AS DOUBLE) AS per_key
FROM (
  SELECT count(*) AS n
  FROM (SELECT {{keys}} FROM read_parquet({{file}}, file_row_number = true) WHERE file_row_number < 400000)
  GROUP BY {{keys}}
)
