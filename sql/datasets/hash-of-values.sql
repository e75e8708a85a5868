-- Rows of a Parquet file as the sums of both halves of their MD5 hashes; they fit, up to 2^63 rows.
SELECT
  count(*) AS rows,
  CAST(sum(CAST(hash % 18446744073709551616 AS UBIGINT)) AS VARCHAR) AS lower,
  CAST(sum(CAST(hash // 18446744073709551616 AS UBIGINT)) AS VARCHAR) AS upper
FROM (
  SELECT md5_number(concat({{number}}, ':', {{values}})) AS hash
  FROM read_parquet({{file}}{{options}}) AS rows
)
