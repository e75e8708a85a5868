-- Texts, each wrapped in two ways: only what is one expression is the same in both.
SELECT
  text,
  json_serialize_sql('SELECT (' || chr(10) || text || chr(10) || ') FROM source') AS alone,
  json_serialize_sql('SELECT [' || chr(10) || text || chr(10) || '] FROM source') AS listed
FROM (SELECT DISTINCT unnest(from_json($texts, '["VARCHAR"]')) AS text)
