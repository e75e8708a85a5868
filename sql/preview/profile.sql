-- One feature's values in short; numbers are null where it has none.
SELECT
  count(*) AS rows, count(*) - count({{value}}) AS nulls, count(DISTINCT {{value}}) AS "distinct",
  min({{number}}) AS min, avg({{number}}) AS mean, quantile_cont({{number}}, 0.5) AS p50, max({{number}}) AS max,
  left(CAST(mode({{value}}) AS VARCHAR), 60) AS most_frequent
FROM {{answers}}
