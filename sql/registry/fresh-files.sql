-- Landed files that a row set has not computed yet, oldest first.
SELECT l.*
FROM landed_files l
JOIN row_sets r ON r.id = $row_set AND r.source = l.source
WHERE NOT EXISTS (SELECT 1 FROM computed_files c WHERE c.row_set = r.id AND c.landed = l.id)
ORDER BY l.first_row_id
