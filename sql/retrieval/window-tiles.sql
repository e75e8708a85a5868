-- Events of a key put together by stretches of time, so that many of them are one row.
CREATE OR REPLACE TEMP TABLE {{tiles}} AS
SELECT {{columns}}
FROM (
{{events}}
)
GROUP BY {{group}}
