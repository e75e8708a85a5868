-- The categories of a vocabulary by their place in it; a category's text is data.
CREATE OR REPLACE TEMP TABLE {{codes}} AS
SELECT unnest(names) AS name, CAST(generate_subscripts(names, 1) - 1 AS INTEGER) AS code
FROM (SELECT from_json($vocabulary, '["VARCHAR"]') AS names)
