-- One text wrapped in two ways: only what is one expression is the same in both.
SELECT json_serialize_sql($alone::VARCHAR) AS alone, json_serialize_sql($listed::VARCHAR) AS listed
