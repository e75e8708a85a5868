-- What is told of one side: {{x}} is its number where it is finite, divided by {{scale}} where numbers are huge.
SELECT
  count(*) AS rows,
  count(*) - count({{value}}) AS nulls,
  count({{value}}) - count({{x}}) AS non_finite,
  count(DISTINCT {{value}}) AS distinct_values,
  avg({{x}} / {{scale}}) AS mean,
  stddev_samp({{x}} / {{scale}}) AS stddev,
  min({{x}}) AS min,
  max({{x}}) AS max,
  quantile_cont({{x}}, [0.05, 0.5, 0.95]) AS quantiles,
  quantile_cont({{x}}, [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]) AS deciles
FROM {{pairs}}
