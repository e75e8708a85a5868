-- The tiles that lie wholly in a window, beside what its edges gave.
INSERT INTO {{parts}}
SELECT {{columns}}
FROM (
{{asked}}
) AS asked
JOIN {{tiles}} AS tiles ON {{matching}}
GROUP BY {{group}}
