-- The rows of a view as it stores them: join keys, both times, the row's id, a column a feature version.
SELECT
  {{columns}}
FROM (
{{rows}}
)
