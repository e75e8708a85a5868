-- For each row asked about, the newest row of its key at or before its instant; then ttl is applied to that row.
-- Nulls are left out before the join, because the engine's sorted join would match a null instant or second key.
{{into}}
SELECT {{columns}}
FROM (SELECT * FROM {{asked}} WHERE {{complete}}) AS asked
ASOF JOIN (
{{rows}}
) AS rows ON {{same_keys}} AND asked.instant >= rows.{{visible}}
WHERE {{young}}
