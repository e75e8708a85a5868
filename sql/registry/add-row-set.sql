INSERT INTO row_sets (view, source, fingerprint, definition)
VALUES ($view, $source, $fingerprint, $definition)
