-- Of each feature of a view, its verdicts in the newest reports: a letter a report, the oldest first.
SELECT feature, member, group_concat(letter, '') AS letters
FROM (
  SELECT version.feature, scores.member, substr(scores.verdict, 1, 1) AS letter
  FROM feature_versions AS version
  JOIN drift_scores AS scores ON scores.feature_version = version.id
  WHERE version.view = $view AND scores.report >= (
    SELECT min(id) FROM (SELECT id FROM drift_reports WHERE view = $view ORDER BY run DESC LIMIT $limit))
  ORDER BY version.feature, scores.member, scores.report
)
GROUP BY feature, member
