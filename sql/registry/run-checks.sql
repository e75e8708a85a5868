-- How the checks of runs ended, from one run on to another.
SELECT run, count(*) FILTER (WHERE outcome = 'passed') AS passed,
  count(*) FILTER (WHERE outcome <> 'passed' AND severity = 'warn') AS warn,
  count(*) FILTER (WHERE outcome <> 'passed' AND severity = 'fail') AS fail
FROM check_results WHERE run BETWEEN $run AND $last GROUP BY run
