-- One side of a sorted file: the rows that lost a tie, or those that did not.
COPY (
  SELECT * EXCLUDE (file_row_number)
  FROM read_parquet({{file}}, file_row_number = true)
  WHERE file_row_number {{side}} (SELECT row FROM lost_rows)
  ORDER BY file_row_number
) TO {{output}} (FORMAT parquet, COMPRESSION snappy, ROW_GROUP_SIZE 122880)
