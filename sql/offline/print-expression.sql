SELECT json_deserialize_sql($statement::JSON) AS printed
