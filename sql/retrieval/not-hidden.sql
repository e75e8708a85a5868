-- The rows that answer today.
SELECT rows.* FROM (
{{rows}}
) AS rows
ANTI JOIN (
{{hidden}}
) AS hidden ON hidden.pos = rows.pos
