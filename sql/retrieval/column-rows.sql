SELECT {{columns}}, file_row_number + {{offset}} AS pos FROM read_parquet({{file}}, file_row_number = true)
