-- Events with the place of their category in the vocabulary; one outside it comes after the last.
SELECT rows.*, coalesce(codes.code, {{other}}) AS code FROM (
{{rows}}
) AS rows
LEFT JOIN {{codes}} AS codes ON codes.name = rows.{{category}}
WHERE rows.{{category}} IS NOT NULL
