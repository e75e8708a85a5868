-- Rows of a new sorted file that share key and event time with a row that answers now, and which of the two wins.
INSERT INTO contested_rows
SELECT
  fresh.row, standing.segment, standing.row AS standing_row,
  CASE
    WHEN fresh.created IS NOT DISTINCT FROM standing.created THEN fresh.row_id > standing.row_id
    ELSE standing.created IS NULL OR (fresh.created IS NOT NULL AND fresh.created > standing.created)
  END AS wins
FROM (
  SELECT {{keys}}, event_time, created, row_id, file_row_number AS row
  FROM read_parquet({{file}}, file_row_number = true)
  WHERE file_row_number NOT IN (SELECT row FROM lost_rows)
) fresh
JOIN (
  SELECT * FROM ({{standing}}) s
  WHERE NOT EXISTS (SELECT 1 FROM ({{hidden}}) h WHERE h.segment = s.segment AND h.row = s.row)
) standing
ON {{same}} AND fresh.event_time = standing.event_time
