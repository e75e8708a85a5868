INSERT INTO segments (row_set, kind, first_run, last_run, rows, earliest, latest)
VALUES ($rowSet, $kind, $firstRun, $lastRun, $rows, $earliest, $latest)
