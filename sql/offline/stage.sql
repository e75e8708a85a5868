-- Rows of some files as they came, typed; a row that lost something in typing carries the reason.
COPY (
  SELECT {{columns}}, {{origin}} AS pintail_origin, {{rejected}} AS pintail_rejected
  FROM (SELECT *, {{values}} FROM ({{read}}))
) TO {{file}} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)
