UNION
SELECT {{names}} FROM (
{{rows}}
) AS rows
SEMI JOIN {{hidden}} AS hidden ON hidden.segment = rows.segment AND hidden.row = rows.row
