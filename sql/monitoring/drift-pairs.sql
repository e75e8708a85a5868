-- How often did each text occur before, and how often after?
CREATE OR REPLACE TEMP TABLE {{table}} AS
SELECT coalesce(before.value, after.value) AS value,
       coalesce(before.count, 0)::DOUBLE AS b, coalesce(after.count, 0)::DOUBLE AS c
FROM (SELECT * FROM {{baseline}} WHERE value IS NOT NULL) AS before
FULL JOIN (SELECT * FROM {{current}} WHERE value IS NOT NULL) AS after ON after.value = before.value
