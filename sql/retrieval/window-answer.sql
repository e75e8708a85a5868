-- Every row asked about, with or without events.
SELECT {{columns}}
FROM (SELECT rid, epoch_us(instant) AS "at" FROM {{asked}} WHERE {{complete}}) AS asked
{{joins}}
