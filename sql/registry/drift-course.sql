-- The scores of a feature over the runs, the oldest first; of one run, those against the baseline in use last.
SELECT found.run, coalesce(runs.started, found.taken) AS at, scores.baseline, scores.verdict, scores.psi,
  scores.wasserstein_norm, scores.null_share, max(scores.report) AS report
FROM drift_scores AS scores
JOIN drift_reports AS found ON found.id = scores.report
LEFT JOIN runs ON runs.id = found.run
WHERE scores.feature_version = $feature AND scores.member = $member
GROUP BY found.run, scores.baseline
ORDER BY found.run, found.standing, report
