-- A view's rows, sorted so that a question reads the row groups of its keys and times alone.
COPY (
  SELECT {{columns}} FROM ({{relation}})
  WHERE {{keyed}} AND event_time IS NOT NULL
  ORDER BY {{keys}}, event_time
) TO {{file}} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)
