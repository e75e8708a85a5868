COPY (SELECT * FROM read_parquet({{file}}) LIMIT {{most}}) TO {{output}} (FORMAT parquet, COMPRESSION snappy)
