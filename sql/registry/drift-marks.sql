-- Of each feature that a report is of, its verdicts in the newest reports of the view: a letter a report, the oldest
-- first, and a stroke where the baseline became another.
SELECT feature, member,
  group_concat(CASE WHEN before IS NOT baseline AND before IS NOT NULL THEN '|' ELSE '' END || letter, '') AS letters
FROM (
  SELECT *, lag(baseline) OVER (PARTITION BY id, member ORDER BY run, standing, report) AS before
  FROM (
    SELECT version.id, version.feature, scores.member, scores.baseline, found.run, found.standing,
      substr(scores.verdict, 1, 1) AS letter, max(scores.report) AS report
    FROM drift_scores AS own
    JOIN feature_versions AS version ON version.id = own.feature_version
    JOIN drift_scores AS scores ON scores.feature_version = own.feature_version AND scores.member = own.member
    JOIN drift_reports AS found ON found.id = scores.report
    WHERE own.report = (SELECT id FROM drift_reports WHERE view = $view AND run = $run AND standing)
      AND found.run >= (
        SELECT min(run) FROM (SELECT DISTINCT run FROM drift_reports WHERE view = $view ORDER BY run DESC LIMIT $limit))
    GROUP BY version.id, scores.member, found.run, scores.baseline
  )
  ORDER BY id, member, run, standing, report
)
GROUP BY id, member
