SELECT {{columns}}
FROM {{matches}} AS matches
JOIN (
{{answer}}
) AS answer ON answer.rid = matches.rid
ORDER BY {{keys}}
