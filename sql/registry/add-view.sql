INSERT INTO view_versions (view, version, fingerprint, row_set, definition, applied)
VALUES ($view, $version, $fingerprint, $rowSet, $definition, $applied)
