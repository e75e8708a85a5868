-- What the newest report of a view says of one feature, all its categories with it.
SELECT found.run, coalesce(runs.started, found.taken) AS at,
  found.body ->> '$.version' AS version, found.body -> '$.baseline' AS baseline, it.value AS said
FROM drift_reports AS found
LEFT JOIN runs ON runs.id = found.run
JOIN json_each(found.body, '$.features') AS it
WHERE found.standing AND found.view = $view AND found.run = (SELECT max(run) FROM drift_reports WHERE view = $view)
  AND (it.value ->> '$.feature' = $name OR substr(it.value ->> '$.feature', 1, length($name) + 1) = $name || ':')
