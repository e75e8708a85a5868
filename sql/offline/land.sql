-- The staged rows that may land, in their order.
COPY (
  SELECT * EXCLUDE (pintail_rejected, file_row_number)
  FROM read_parquet({{staged}}, file_row_number = true)
  WHERE pintail_rejected IS NULL AND file_row_number NOT IN (SELECT row FROM excluded_rows)
  ORDER BY file_row_number
) TO {{file}} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)
