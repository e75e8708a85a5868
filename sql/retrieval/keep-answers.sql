-- Answers of this question, for the next one like it.
COPY (
SELECT {{columns}} FROM (
{{answer}}
)
) TO {{file}} (FORMAT parquet, COMPRESSION snappy)
