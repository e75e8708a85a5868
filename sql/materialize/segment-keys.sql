SELECT {{keys}}, {{segment}} AS segment, file_row_number AS row FROM read_parquet({{file}}, file_row_number = true)
