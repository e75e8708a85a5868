-- Features of later versions for the rows a segment has, in the segment's order.
COPY (
  SELECT {{features}}
  FROM (SELECT row_id, file_row_number AS row FROM read_parquet({{identities}}, file_row_number = true)) segment
  LEFT JOIN ({{relation}}) computed USING (row_id)
  ORDER BY segment.row
) TO {{file}} (FORMAT parquet, COMPRESSION snappy, ROW_GROUP_SIZE 122880)
