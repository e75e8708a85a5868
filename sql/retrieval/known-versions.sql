-- For each row asked about, the newest row of its key that was known then: each version of an event holds from its
-- created time until the next one's.
CREATE OR REPLACE TEMP TABLE {{matches}} AS
SELECT rid, newest.pos AS pos, newest.t AS event_time
FROM (
  SELECT asked.rid, any_value(asked.instant) AS instant,
    max({t: rows.event_time, c: rows.created, r: rows.row_id, pos: rows.pos}) AS newest
  FROM (SELECT * FROM {{asked}} WHERE {{complete}}) AS asked
  JOIN (
{{rows}}
  ) AS rows ON {{same_keys}} AND rows.event_time <= asked.instant AND rows.created <= asked.instant
    AND (rows.until IS NULL OR rows.until > epoch_us(asked.instant))
  GROUP BY asked.rid
)
WHERE {{young}}
