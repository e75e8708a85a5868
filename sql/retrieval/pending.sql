-- Rows asked about whose match was not yet known at their instant: what they may see is looked for below.
CREATE OR REPLACE TEMP TABLE {{pending}} AS
SELECT asked.* FROM {{asked}} AS asked
JOIN {{matches}} AS matches ON matches.rid = asked.rid
WHERE matches.created IS NULL OR matches.created > asked.instant
