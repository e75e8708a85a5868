-- Who and when of one segment's rows; pos names a row over all segments of the history.
SELECT {{columns}}, file_row_number + {{offset}} AS pos
FROM read_parquet({{file}}, file_row_number = true)
WHERE {{within}}
