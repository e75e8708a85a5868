-- A key to ask about, and when.
CREATE OR REPLACE TEMP TABLE {{nobody}} AS
SELECT 0::BIGINT AS rid, {{keys}}, make_timestamp({{until}}) AS instant
