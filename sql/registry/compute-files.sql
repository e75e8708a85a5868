-- A row set has computed the whole log of its source.
INSERT OR IGNORE INTO computed_files (row_set, landed)
SELECT $row_set, id FROM landed_files WHERE source = $source
