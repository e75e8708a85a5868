-- Numbers fitted once over a view's rows.
SELECT {{numbers}}
FROM (
  SELECT {{arguments}}
  FROM (
{{rows}}
  )
  WHERE {{keyed}}
)
