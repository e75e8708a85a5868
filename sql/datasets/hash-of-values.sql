-- Rows of a Parquet file as two sums of halves of MD5 hashes; both fit, up to 2^63 rows.
SELECT count(*) AS rows, CAST(sum(md5_number_lower(line)) AS VARCHAR) AS lower, CAST(sum(md5_number_upper(line)) AS VARCHAR) AS upper
FROM (
  SELECT concat(file_row_number, ':', {{values}}) AS line
  FROM read_parquet({{file}}, file_row_number = true) AS rows
)
