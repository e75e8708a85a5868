SELECT held.value
FROM current_versions AS current
JOIN view_versions AS view ON view.id = current.version_id
JOIN json_each(view.definition, '$.features') AS held
WHERE current.kind = 'view'
