-- Each row asked about with the events of its windows: they lie in the bucket of its instant or the one before.
{{into}}
SELECT {{columns}}
FROM (
{{asked}}
) AS asked
JOIN (
{{events}}
) AS events ON {{matching}}
GROUP BY {{group}}
