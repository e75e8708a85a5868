-- Of the newest run's reports of a view, the one that stands: against the baselines in use, as far as there is one.
UPDATE drift_reports
SET standing = (id = (
  SELECT found.id FROM drift_reports AS found
  WHERE found.view = $view AND found.run = drift_reports.run
  ORDER BY (
    SELECT count(*) FROM drift_scores AS scores
    JOIN current_baselines AS used ON used.feature_version = scores.feature_version AND used.member = scores.member
    WHERE scores.report = found.id AND used.baseline = scores.baseline) DESC, found.standing DESC, found.id DESC
  LIMIT 1))
WHERE view = $view AND run = (SELECT max(run) FROM drift_reports WHERE view = $view)
