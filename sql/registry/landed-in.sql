SELECT
  (SELECT count(*) FROM source_files WHERE source = $source) AS files,
  (SELECT coalesce(sum(rows), 0) FROM landed_files WHERE source = $source) AS rows
