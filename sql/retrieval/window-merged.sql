-- Edges and whole tiles of each row asked about as one.
{{into}}
SELECT {{columns}} FROM {{parts}} GROUP BY {{group}}
