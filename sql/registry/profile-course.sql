-- The figures of a feature in the newest runs that profiled it, the oldest of them first.
SELECT profile.run, profile.member, coalesce(run.finished, run.started) AS at,
  json_extract(profile.body, '$.kind', '$.of', '$.rows', '$.nulls', '$.non_finite', '$.distinct', '$.mean', '$.p50',
    '$.top[0].value', '$.top[0].rows', '$.runs') AS said
FROM profiles AS profile
JOIN runs AS run ON run.id = profile.run
WHERE profile.feature_version = $feature AND ($member IS NULL OR profile.member = $member)
  AND profile.run IN (SELECT DISTINCT run FROM profiles WHERE feature_version = $feature ORDER BY run DESC LIMIT $limit)
ORDER BY profile.member, profile.run
