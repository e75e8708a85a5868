INSERT INTO feature_versions (view, feature, version, fingerprint, fit, row_set, type, definition, fits, applied)
VALUES (
  $view, $feature, $version, $fingerprint,
  (SELECT count(*) FROM feature_versions WHERE view = $view AND feature = $feature AND fingerprint = $fingerprint),
  $rowSet, $type, $definition, $fits, $applied
)
