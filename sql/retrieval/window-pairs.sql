-- Rows asked about, each with events of its key: those of a window lie in the bucket of its instant or the one before.
(
{{asked}}
) AS asked
JOIN (
{{events}}
) AS events ON {{matching}}
