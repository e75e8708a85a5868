-- How many keys have rows in the range, and how late is the newest?
SELECT count(*) AS rows, count(DISTINCT ({{keys}})) AS keys, epoch_us(max(event_time)) AS latest FROM (
{{rows}}
) AS rows
WHERE {{complete}}
