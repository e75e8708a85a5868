-- Some instants at which something happened to someone, the newest first.
COPY (
  SELECT * FROM (
    SELECT DISTINCT {{keys}}, event_time FROM {{rows}} ORDER BY hash({{keys}}, event_time) LIMIT {{most}}
  )
  ORDER BY event_time DESC, {{keys}}
) TO {{output}} (FORMAT parquet)
