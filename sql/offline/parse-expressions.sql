-- Texts, each of which is one expression, with their trees.
SELECT text, json_serialize_sql('SELECT (' || chr(10) || text || chr(10) || ') FROM source') AS tree
FROM (SELECT DISTINCT unnest(from_json($texts, '["VARCHAR"]')) AS text)
