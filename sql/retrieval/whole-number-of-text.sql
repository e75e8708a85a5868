CASE
  WHEN regexp_full_match({{text}}, '[+-]?\d+(\.0*)?') THEN TRY_CAST({{text}} AS {{type}})
  WHEN regexp_full_match({{text}}, '[+-]?\d+(\.\d{0,10})?[eE][+-]?\d+')
    AND TRY_CAST({{text}} AS DECIMAL(38, 10)) = TRY_CAST({{text}} AS {{type}})
  THEN TRY_CAST({{text}} AS {{type}})
END
