-- Every version of a service that is declared, and the versions of views and features that these name.
WITH live AS (
  SELECT id, definition FROM service_versions
  WHERE service IN (SELECT name FROM current_versions WHERE kind = 'service')
), members AS (
  SELECT member.value AS pair FROM live JOIN json_each(live.definition, '$.members') AS member
)
SELECT 'service ' || id FROM live
UNION
SELECT 'view ' || (pair ->> 0) FROM members
UNION
SELECT 'feature ' || (pair ->> 1) FROM members
