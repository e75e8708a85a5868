-- Of a file read again, the rows it had before: as many of each as were landed from it.
INSERT INTO excluded_rows
SELECT staged.row
FROM (
  SELECT
    file_row_number AS row, pintail_origin, {{columns}},
    row_number() OVER (PARTITION BY pintail_origin, {{columns}} ORDER BY file_row_number) AS occurrence
  FROM read_parquet({{staged}}, file_row_number = true)
  WHERE pintail_rejected IS NULL
) staged
JOIN (
  SELECT pintail_origin, {{columns}}, count(*) AS landed
  FROM {{log}}
  WHERE pintail_origin IN ({{origins}})
  GROUP BY ALL
) log ON staged.pintail_origin = log.pintail_origin AND {{same}}
WHERE staged.occurrence <= log.landed
