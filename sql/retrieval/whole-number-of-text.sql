CASE
  WHEN regexp_full_match({{text}}, '[+-]?\d+') THEN TRY_CAST({{text}} AS {{type}})
  WHEN regexp_full_match({{text}}, '[+-]?\d+(\.\d*)?([eE][+-]?\d+)?')
    AND TRY_CAST({{text}} AS DECIMAL(38, 10)) = TRY_CAST({{text}} AS {{type}})
  THEN TRY_CAST({{text}} AS {{type}})
END
