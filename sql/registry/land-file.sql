INSERT INTO landed_files (source, run, path, rows, first_row_id)
VALUES ($source, $run, $path, $rows, $firstRowId)
