SELECT {{columns}}
FROM {{relation}}
ORDER BY {{order}}
