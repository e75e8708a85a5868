LEFT JOIN (
  SELECT found.rid, {{maps}}
  FROM {{table}} AS found
  JOIN (SELECT rid, epoch_us(instant) AS "at" FROM {{asked}}) AS asked ON asked.rid = found.rid
  GROUP BY found.rid
) AS {{name}} ON {{name}}.rid = asked.rid
