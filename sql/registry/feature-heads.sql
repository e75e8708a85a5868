-- What a listing tells of feature versions, without what they are computed from.
SELECT
  it.id, it.view, it.feature, it.version, it.row_set, it.type, it.applied,
  it.definition ->> '$.expression' AS expression,
  it.definition -> '$.default' AS "default",
  it.definition -> '$.aggregate.categories' AS categories,
  {{words}}
FROM {{versions}} AS it
WHERE $view IS NULL OR it.view = $view
