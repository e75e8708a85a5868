-- The file with the row identities comes first.
SELECT f.*
FROM segment_files f
JOIN segments s ON s.id = f.segment
WHERE s.row_set = $row_set
ORDER BY f.segment, f.identities DESC, f.path
