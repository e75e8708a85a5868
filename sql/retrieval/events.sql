-- One segment's events, its files laid side by side.
SELECT {{columns}}
FROM read_parquet({{file}}, file_row_number = true) AS identities {{beside}}
WHERE {{within}}
