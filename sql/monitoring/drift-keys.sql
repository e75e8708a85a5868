-- Whose answers are looked at: keys with rows in the range; the same of them each time, where there are too many.
CREATE OR REPLACE TEMP TABLE {{table}} AS
SELECT {{names}} FROM (
SELECT DISTINCT {{keys}} FROM (
{{rows}}
) AS rows
WHERE {{complete}}
) ORDER BY hash({{keys}}), {{keys}} LIMIT {{most}}
