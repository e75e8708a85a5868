-- The versions of views and features that versions of declared services name.
WITH members AS MATERIALIZED (
  SELECT member.value ->> 0 AS view, member.value ->> 1 AS feature
  FROM service_versions AS service
  JOIN json_each(service.definition, '$.members') AS member
  WHERE service.service IN (SELECT name FROM current_versions WHERE kind = 'service')
)
SELECT DISTINCT 'view ' || view FROM members
UNION ALL
SELECT DISTINCT 'feature ' || feature FROM members
