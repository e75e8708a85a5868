-- The last rows of a landed file.
COPY (
  SELECT * EXCLUDE (file_row_number)
  FROM read_parquet({{file}}, file_row_number = true)
  WHERE file_row_number >= {{from}}
) TO {{output}} (FORMAT parquet, COMPRESSION snappy)
