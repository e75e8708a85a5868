INSERT INTO service_versions (service, version, fingerprint, definition, applied)
VALUES ($service, $version, $fingerprint, $definition, $applied)
