-- Rows that another with their id superseded, until when they were known, and by which: of rows in the order in which
-- they were known each by the next, as it was after a run. A pair of old ones was written when the later of them came.
INSERT INTO superseded_rows
SELECT row_id, until, "by"
FROM (
  SELECT
    row_id, fresh, lead(created) OVER known AS until, lead(row_id) OVER known AS "by", lead(fresh) OVER known AS by_fresh
  FROM {{rows}}
  WHERE run <= {{run}}
  WINDOW known AS (PARTITION BY id ORDER BY created NULLS FIRST, row_id)
)
WHERE "by" IS NOT NULL AND (fresh OR by_fresh)
