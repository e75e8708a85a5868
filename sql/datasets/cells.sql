SELECT x, y, count(*) AS rows
FROM (SELECT {{x}} AS x, {{y}} AS y FROM weighed)
GROUP BY x, y
