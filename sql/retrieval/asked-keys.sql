-- The rows of keys that are asked about: worth a look-up each when the question is small beside the history.
SELECT rows.* FROM (
{{rows}}
) AS rows
SEMI JOIN {{asked}} AS asked ON {{same_keys}}
