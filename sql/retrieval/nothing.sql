-- Nothing was landed in the time asked about.
SELECT {{columns}} WHERE false
