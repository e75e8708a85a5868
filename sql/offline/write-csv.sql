-- The header is written as it stands: the engine would rename a name that another equals but for case.
COPY (
SELECT {{columns}}
FROM {{relation}}
ORDER BY {{order}}
) TO {{file}} (FORMAT csv, HEADER false, PREFIX {{header}}, SUFFIX E'\n', USE_TMP_FILE false)
