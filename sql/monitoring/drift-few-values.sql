-- Values of several features with their counts, worked out here, as a table.
CREATE OR REPLACE TEMP TABLE {{table}} AS
SELECT unnest(from_json($places, '["INTEGER"]')) AS place, unnest(from_json($values, '["DOUBLE"]')) AS value,
       unnest(from_json($texts, '["VARCHAR"]')) AS text, unnest(from_json($counts, '["BIGINT"]')) AS count
