-- Answers over windows: as of the instant, whenever their events were; a family as two lists of what is present.
SELECT {{keys}}, make_timestamp({{until}}) AS event_time, NULL::TIMESTAMP AS created, 0::BIGINT AS row_id, {{features}}
FROM (
{{answer}}
) AS answer
