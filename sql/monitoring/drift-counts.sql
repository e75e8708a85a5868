-- How often does each text occur? Nulls are one of them.
CREATE OR REPLACE TEMP TABLE {{table}} AS
SELECT v AS value, count(*) AS count FROM (
{{relation}}
) AS given
GROUP BY v
