-- The rows asked about as they came, columns numbered: a name is data. The engine's row number keeps their order.
CREATE OR REPLACE TEMP TABLE spine AS SELECT {{columns}} FROM {{relation}}
