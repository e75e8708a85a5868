SELECT max(l.run) AS run
FROM computed_files c
JOIN landed_files l ON l.id = c.landed
WHERE c.row_set = $row_set
