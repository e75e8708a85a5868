-- For each row asked about: the row of the history that answers it, if one does, and the values that are due.
SELECT found.event_time, found.row_id, {{values}}
FROM spine
LEFT JOIN (
{{found}}
) AS found ON found.rid = spine.rowid
{{beside}}
ORDER BY spine.rowid
