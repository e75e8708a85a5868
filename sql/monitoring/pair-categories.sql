-- How often each value is on either side; what the first side lacks is one line.
SELECT coalesce(before.found, 0) AS a, sum(coalesce(after.found, 0)) AS b
FROM (SELECT a AS value, count(*) AS found FROM {{pairs}} WHERE a IS NOT NULL GROUP BY a) AS before
FULL JOIN (SELECT b AS value, count(*) AS found FROM {{pairs}} WHERE b IS NOT NULL GROUP BY b) AS after
  ON after.value = before.value
GROUP BY coalesce(before.value, ''), before.value IS NULL, before.found
