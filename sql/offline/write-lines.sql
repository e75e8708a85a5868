-- Each row is one text, written as it stands.
COPY (
SELECT {{line}} AS line
FROM {{relation}}
ORDER BY {{order}}
) TO {{file}} (
  FORMAT csv, HEADER false, QUOTE '', ESCAPE '', DELIMITER E'\x01',
  PREFIX {{before}}, SUFFIX {{after}}, NEW_LINE {{between}}, USE_TMP_FILE false
)
