-- Matches that were known at their instant, and what stands in for the others.
CREATE OR REPLACE TEMP TABLE {{known}} AS
SELECT rid, pos, event_time FROM {{matches}} ANTI JOIN {{pending}} USING (rid)
UNION ALL
SELECT rid, pos, event_time FROM {{repaired}}
