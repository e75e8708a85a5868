-- Rows of one segment that some runs brought, its files laid side by side.
SELECT {{columns}}
FROM read_parquet({{file}}) AS identities {{beside}}
WHERE {{within}}
