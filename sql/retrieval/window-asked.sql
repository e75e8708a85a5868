SELECT {{columns}} FROM (
  SELECT rid, {{keys}}, epoch_us(instant) AS micros FROM {{asked}} WHERE {{complete}}
)
