-- The staged rows that may not land, each with its place among the rows of its file.
SELECT
  pintail_origin AS origin,
  row - min_row AS place,
  coalesce(pintail_rejected, 'the event time is null') AS reason
FROM (
  SELECT
    file_row_number AS row, pintail_origin, pintail_rejected,
    min(file_row_number) OVER (PARTITION BY pintail_origin) AS min_row
  FROM read_parquet({{staged}}, file_row_number = true)
)
WHERE pintail_rejected IS NOT NULL OR row IN (SELECT row FROM timeless_rows)
ORDER BY row
LIMIT {{limit}}
