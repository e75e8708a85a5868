-- Edges, counts and sums that were worked out here, as a table.
CREATE OR REPLACE TEMP TABLE {{table}} AS
SELECT unnest(from_json($edges, '["DOUBLE"]')) AS value, unnest(from_json($counts, '["DOUBLE"]')) AS count,
       unnest(from_json($sums, '["DOUBLE"]')) AS sum
