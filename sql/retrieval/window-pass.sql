-- The events of each row asked about, put together.
{{into}}
SELECT {{columns}}
FROM {{rows}}
GROUP BY {{group}}
