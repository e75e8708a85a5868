-- Distinct values with how often each occurs; the most frequent first, or ascending.
COPY (
  SELECT v AS value, count(*) AS count FROM (
{{relation}}
) AS given
  WHERE {{counted}}
  GROUP BY v ORDER BY {{order}}
) TO {{file}} (FORMAT parquet, COMPRESSION zstd)
