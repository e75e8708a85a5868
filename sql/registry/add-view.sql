INSERT INTO view_versions (view, version, fingerprint, fit, row_set, definition, applied)
VALUES (
  $view, $version, $fingerprint,
  (SELECT count(*) FROM view_versions WHERE view = $view AND fingerprint = $fingerprint),
  $rowSet, $definition, $applied
)
