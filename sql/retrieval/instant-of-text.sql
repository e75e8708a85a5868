CASE
  WHEN regexp_full_match({{text}}, '\d{4}-\d\d-\d\d([T ]([01]\d|2[0-3]):\d\d(:\d\d(\.\d{1,9})?Z?)?)?')
  THEN TRY_CAST({{text}} AS TIMESTAMP)
  WHEN regexp_full_match({{text}}, '\s*\d{4}-\d\d-\d\d([Tt ]([01]\d|2[0-3]):\d\d(:\d\d(\.\d{1,9})?)?\s*([Zz]|[+-]\d\d(:?\d\d)?)?)?\s*')
  THEN CAST(TRY_CAST(regexp_replace(
    regexp_replace(upper(trim({{text}})), '\s+(Z|[+-])', '\1'), '^(.{10}[T ]\d\d:\d\d)(Z|[+-].*)$', '\1:00\2'
  ) AS TIMESTAMPTZ) AS TIMESTAMP)
END
