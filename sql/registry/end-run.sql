UPDATE runs
SET
  status = $status, finished = $finished, rows_read = $read, rows_written = $written, rows_rejected = $rejected,
  rows_skipped = $skipped, detail = $detail, error = $error
WHERE id = $run
