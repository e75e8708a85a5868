INSERT OR REPLACE INTO unnamed_files (path, since)
SELECT f.path, $since FROM segment_files f JOIN segments s ON s.id = f.segment WHERE s.row_set = $row_set
UNION ALL
SELECT path, $since FROM hidden_files WHERE row_set = $row_set
