-- Features of later versions, of columns that a segment has: row by row, in its order.
COPY (
  SELECT {{columns}}
  FROM ({{relation}})
) TO {{file}} (FORMAT parquet, COMPRESSION snappy, ROW_GROUP_SIZE 122880)
