-- Of each current view, the run whose report is the newest.
SELECT found.view, max(found.run) AS run
FROM drift_reports AS found
JOIN current_versions AS current ON current.kind = 'view' AND current.name = found.view
GROUP BY found.view
