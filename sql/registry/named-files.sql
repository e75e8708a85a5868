SELECT path FROM landed_files
UNION ALL SELECT path FROM segment_files
UNION ALL SELECT path FROM hidden_files
UNION ALL SELECT path FROM unnamed_files
