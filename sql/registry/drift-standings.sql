-- What a report says of each feature, with the figures that a table shows.
SELECT json_extract(it.value, '$.feature', '$.kind', '$.verdict', '$.null_share_verdict', '$.psi', '$.wasserstein_norm',
  '$.null_share_baseline', '$.null_share_current', '$.baseline_rows', '$.current_rows') AS said
FROM drift_reports AS found, json_each(found.body, '$.features') AS it
WHERE found.view = $view AND found.run = $run AND found.standing
