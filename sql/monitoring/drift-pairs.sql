-- How often did each text occur before, and how often after?
CREATE OR REPLACE TEMP TABLE {{table}} AS
SELECT coalesce(before.value, after.value) AS value,
       coalesce(before.count, 0)::DOUBLE AS b, coalesce(after.count, 0)::DOUBLE AS c
FROM {{baseline}} AS before
FULL JOIN (
  SELECT v AS value, count(*) AS count FROM (
{{relation}}
) AS given
  WHERE v IS NOT NULL GROUP BY v
) AS after ON after.value = before.value
