-- Numbers fitted once over a view's rows.
SELECT min("_argument_0") FILTER (WHERE isfinite("_argument_0")) AS "0", max("_argument_1") FILTER (WHERE isfinite("_argument_1")) AS "1", quantile_cont("_argument_2", 0.9) FILTER (WHERE isfinite("_argument_2")) AS "2"
FROM (
  SELECT CAST((age) AS DOUBLE) AS "_argument_0", CAST((age) AS DOUBLE) AS "_argument_1", CAST((weight) AS DOUBLE) AS "_argument_2"
  FROM (
-- The source's rows that a view keeps, with their times as the source has them.
SELECT *, ("measured_at") AS "_timestamp", ("recorded_at") AS "_created"
FROM (
SELECT "patient_id", "measured_at", "recorded_at", "chol", "age", "weight", pintail_row_id AS "_row_id" FROM landed
)
WHERE (chol IS NOT NULL)
  )
  WHERE "patient_id" IS NOT NULL AND CASE WHEN isfinite("_timestamp") THEN "_timestamp" END IS NOT NULL
)
