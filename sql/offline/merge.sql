-- Rows of several segments as one: those that answer, or those that lost a tie.
COPY (
  SELECT {{columns}}
  FROM (
    SELECT r.*, EXISTS (SELECT 1 FROM ({{hidden}}) h WHERE h.segment = r.segment AND h.row = r.row) AS hidden
    FROM ({{rows}}) r
  )
  WHERE {{side}} (superseded OR hidden)
  ORDER BY {{keys}}, event_time, created NULLS FIRST, row_id
) TO {{file}} (FORMAT parquet, COMPRESSION snappy, ROW_GROUP_SIZE 122880)
