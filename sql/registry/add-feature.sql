INSERT INTO feature_versions (view, feature, version, fingerprint, row_set, type, definition, fits, applied)
VALUES ($view, $feature, $version, $fingerprint, $rowSet, $type, $definition, $fits, $applied)
