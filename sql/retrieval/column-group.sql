JOIN (
{{rows}}
) AS {{group}} ON {{group}}.pos = matches.pos
