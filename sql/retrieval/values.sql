-- The values of matched rows alone, fetched by their place.
SELECT {{columns}}
FROM {{matches}} AS matches
{{joins}}
