LEFT JOIN (
{{answer}}
) AS answer ON answer.rid = spine.rowid
