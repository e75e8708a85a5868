LEFT JOIN (
{{answer}}
) AS {{name}} ON {{name}}.rid = spine.rowid
