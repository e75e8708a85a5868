-- Distinct numbers, ascending, with how often each occurs.
COPY (
  SELECT v AS value, count(*) AS count FROM (
{{relation}}
) AS given
  WHERE isfinite(v)
  GROUP BY v ORDER BY v
) TO {{file}} (FORMAT parquet, COMPRESSION zstd)
