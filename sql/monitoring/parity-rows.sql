-- Which of some rows are in the history, whether they answer or not?
SELECT row_id FROM (
{{rows}}
) AS rows
WHERE row_id IN (SELECT unnest(from_json($ids, '["BIGINT"]')))
