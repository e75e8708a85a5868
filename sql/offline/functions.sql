-- What can be called: as what, whether it is the same each time, and how a macro is made.
SELECT
  lower(function_name) AS name,
  bool_or(function_type IN ('scalar', 'macro', 'aggregate')) AS scalar,
  bool_or(function_type IN ('table', 'table_macro', 'pragma')) AS is_table,
  bool_or(stability IS NOT NULL AND stability <> 'CONSISTENT') AS volatile,
  string_agg(macro_definition, ' ') FILTER (WHERE function_type = 'macro') AS body
FROM duckdb_functions()
GROUP BY ALL
