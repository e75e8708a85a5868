-- Of each current view and its features, how many checks of the newest run ended in which way.
SELECT found.view, found.feature, found.severity, found.outcome, count(*) AS times
FROM current_versions AS current
JOIN check_results AS found ON found.view = current.name
  AND found.run = (SELECT max(run) FROM check_results WHERE view = current.name)
WHERE current.kind = 'view'
GROUP BY found.view, found.feature, found.severity, found.outcome
