SELECT run, member, body FROM profiles
WHERE feature_version = $feature
  AND run = coalesce($run, (SELECT max(run) FROM profiles WHERE feature_version = $feature))
ORDER BY member
