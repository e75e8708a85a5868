INSERT INTO service_versions (service, version, fingerprint, fit, definition, applied)
VALUES (
  $service, $version, $fingerprint,
  (SELECT count(*) FROM service_versions WHERE service = $service AND fingerprint = $fingerprint),
  $definition, $applied
)
