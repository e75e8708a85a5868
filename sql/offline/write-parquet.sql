COPY (
SELECT {{columns}}
FROM {{relation}}
ORDER BY {{order}}
) TO {{file}} (FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false)
