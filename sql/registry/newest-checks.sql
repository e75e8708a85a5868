-- The newest run that checked a view: of a kind, or of any.
SELECT CASE WHEN $kind IS NULL THEN (SELECT max(run) FROM check_results WHERE view = $view)
  WHEN EXISTS (SELECT 1 FROM runs WHERE kind = $kind) THEN (
    SELECT found.run FROM check_results AS found JOIN runs ON runs.id = found.run AND runs.kind = $kind
    WHERE found.view = $view ORDER BY found.run DESC LIMIT 1) END
