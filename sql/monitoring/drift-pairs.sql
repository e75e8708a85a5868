-- How often did each text occur then, and how often now?
CREATE OR REPLACE TEMP TABLE {{table}} AS
SELECT coalesce(then.value, now.value) AS value, coalesce(then.count, 0)::DOUBLE AS b, coalesce(now.count, 0)::DOUBLE AS c
FROM {{baseline}} AS then
FULL JOIN (
  SELECT v AS value, count(*) AS count FROM (
{{relation}}
) AS given
  WHERE v IS NOT NULL GROUP BY v
) AS now ON now.value = then.value
