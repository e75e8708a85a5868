INSERT OR REPLACE INTO unnamed_files (path, since)
SELECT path, $since FROM segment_files WHERE segment = $segment
