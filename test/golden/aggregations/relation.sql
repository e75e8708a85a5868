-- The rows of a view as it stores them: join keys, both times, the row's id, a column a feature version.
SELECT
  "patient_id" AS "patient_id",
  CASE WHEN isfinite("_timestamp") THEN "_timestamp" END AS event_time,
  CASE WHEN isfinite("_created") THEN "_created" END AS created,
  "_row_id" AS row_id,
  CAST((age) AS BIGINT) AS "age@1",
  "age_normalized" AS "age_normalized@1",
  "risk" AS "risk@1",
  CAST((age_normalized + risk) AS DOUBLE) AS "score@1",
  CAST((device) AS VARCHAR) AS "device@1",
  CAST((shout) AS VARCHAR) AS "loud@1",
  CAST(((weight > CAST(NULL AS DOUBLE))) AS INTEGER) AS "heavy@1"
FROM (
SELECT *, CAST((((age - CAST(NULL AS DOUBLE)) / (CAST(NULL AS DOUBLE) - CAST(NULL AS DOUBLE)))) AS DOUBLE) AS "age_normalized", CAST((CASE WHEN chol >= 240 THEN 1.0 ELSE 0.0 END) AS DOUBLE) AS "risk" FROM (
-- The source's rows that a view keeps, with their times as the source has them.
SELECT *, ("measured_at") AS "_timestamp", ("recorded_at") AS "_created"
FROM (
SELECT *, CAST((upper(device)) AS VARCHAR) AS "shout" FROM (
SELECT *, "_json"[1] AS "device" FROM (
SELECT *, json_extract_string(TRY_CAST("props" AS JSON), ['/ua/device']) AS "_json" FROM (
SELECT "patient_id", "measured_at", "recorded_at", "chol", "age", "props", "weight", pintail_row_id AS "_row_id" FROM landed
)
)
)
)
WHERE (chol IS NOT NULL)
)
)
