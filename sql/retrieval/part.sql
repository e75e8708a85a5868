SELECT rows.* FROM (
{{rows}}
) AS rows
WHERE {{part}}
