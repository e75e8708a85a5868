-- Rows of a sorted file that lose a tie inside it: the greatest created time wins, null created loses, then row id.
INSERT INTO lost_rows
SELECT row
FROM (
  SELECT
    {{keys}}, event_time, created, row_id, row,
    {{same_as_previous}} AS same_as_previous,
    {{same_as_next}} AS same_as_next
  FROM (SELECT {{keys}}, event_time, created, row_id, file_row_number AS row FROM read_parquet({{file}}, file_row_number = true))
)
WHERE same_as_previous OR same_as_next
QUALIFY row_number() OVER (PARTITION BY {{keys}}, event_time ORDER BY created DESC NULLS LAST, row_id DESC) > 1
