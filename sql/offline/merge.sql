-- Rows of several segments as one: those that answer, those that lost a tie, or all of them.
COPY (
  SELECT {{columns}}
  FROM (
    SELECT r.*, EXISTS (SELECT 1 FROM ({{hidden}}) h WHERE h.segment = r.segment AND h.row = r.row) AS hidden
    FROM ({{rows}}) r
  )
  WHERE {{kept}}
  ORDER BY {{order}}
) TO {{file}} (FORMAT parquet, COMPRESSION snappy, ROW_GROUP_SIZE 122880)
