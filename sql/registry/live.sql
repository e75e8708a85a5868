-- Versions that are current: of views and services, and of the features of those views.
SELECT kind || ' ' || version_id FROM current_versions
UNION ALL
SELECT 'feature ' || feature.value
FROM current_versions AS current
JOIN view_versions AS view ON view.id = current.version_id
JOIN json_each(view.definition, '$.features') AS feature
WHERE current.kind = 'view'
