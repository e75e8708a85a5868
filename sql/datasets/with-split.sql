{{relation}}
JOIN asked AS moment ON moment.rid = spine.rowid
