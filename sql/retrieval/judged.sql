-- Of rows with one event time, the first that may be seen wins; the others that may be seen lost a tie.
SELECT shown.*,
  shown.pos IN (SELECT pos FROM {{chosen}}) AS chosen,
  {{seen}} AND count(*) FILTER ({{seen}}) OVER (
    PARTITION BY event_time ORDER BY place ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
  ) > 0 AS tied
FROM (
{{values}}
) AS shown
ORDER BY place
