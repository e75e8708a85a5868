-- One segment's rows with their values, its files laid side by side.
SELECT {{columns}}, identities.file_row_number + {{offset}} AS pos
FROM read_parquet({{file}}, file_row_number = true) AS identities {{beside}}
WHERE {{within}}
