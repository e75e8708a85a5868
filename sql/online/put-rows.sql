-- What was read from newer history stays; from the same history, the tie rule decides. Null created loses.
INSERT INTO {{table}} AS held ({{columns}})
VALUES {{rows}}
ON CONFLICT ({{keys}}) DO UPDATE SET {{assignments}}
WHERE excluded.read_run > held.read_run
   OR (
     excluded.read_run = held.read_run
     AND (excluded.event_time, coalesce(excluded.created, -9223372036854775808), excluded.row_id)
       >= (held.event_time, coalesce(held.created, -9223372036854775808), held.row_id)
   )
