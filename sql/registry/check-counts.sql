-- Of each current view and its features, how many checks ended in which way. What an ingest found of the rows that it
-- brought and what was found of all rows both count, each as of the newest run that did so, a check once and at its worst;
-- of the older of the two only checks that the newer made too: the others are of definitions that have changed.
WITH newest AS (
  SELECT current.name AS view, (
    SELECT found.run FROM check_results AS found JOIN runs ON runs.id = found.run AND (runs.kind = 'check') = of.all_rows
    WHERE found.view = current.name ORDER BY found.run DESC LIMIT 1
  ) AS run
  FROM current_versions AS current
  JOIN (SELECT 0 AS all_rows UNION ALL SELECT EXISTS (SELECT 1 FROM runs WHERE kind = 'check')) AS of
  WHERE current.kind = 'view'
)
SELECT view, feature, severity, outcome, count(*) AS times FROM (
  SELECT found.view, found.feature, found.severity, CASE max(
    CASE found.outcome WHEN 'passed' THEN 0 WHEN 'failed' THEN 1 ELSE 2 END
  ) WHEN 0 THEN 'passed' WHEN 1 THEN 'failed' ELSE 'broken' END AS outcome
  FROM (SELECT DISTINCT view, run FROM newest) AS newest
  JOIN check_results AS found ON found.view = newest.view AND found.run = newest.run
  GROUP BY found.view, found.feature, found.severity, found.name, found.body ->> '$.wanted'
  HAVING max(found.run) = (SELECT max(run) FROM check_results WHERE view = found.view)
)
GROUP BY view, feature, severity, outcome
