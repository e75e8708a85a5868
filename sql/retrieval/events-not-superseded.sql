-- Of the versions of an event the one known last.
SELECT rows.* FROM (
{{rows}}
) AS rows
ANTI JOIN (SELECT row_id FROM {{hidden}} WHERE {{existing}}) AS hidden ON hidden.row_id = rows.row_id
