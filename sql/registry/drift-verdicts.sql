-- What a report says of each feature, without the figures.
SELECT json_extract(it.value, '$.feature') AS feature, json_extract(it.value, '$.verdict') AS verdict,
  json_extract(it.value, '$.null_share_verdict') AS nulls
FROM drift_reports AS found, json_each(found.body, '$.features') AS it
WHERE found.view = $view AND found.run = $run AND found.standing
