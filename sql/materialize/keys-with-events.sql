DELETE FROM {{changed}} AS changed USING {{gone}} AS gone WHERE {{same_keys}}
