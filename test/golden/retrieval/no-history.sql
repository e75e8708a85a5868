-- Nothing was landed in the time asked about.
SELECT NULL::BIGINT AS rid, NULL::DOUBLE AS f0, NULL::VARCHAR AS f1 WHERE false
