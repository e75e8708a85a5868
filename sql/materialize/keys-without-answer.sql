-- Keys that were looked at and have no row as of the instant.
SELECT {{keys}} FROM {{changed}} AS changed ANTI JOIN {{matches}} AS matches ON {{same_keys}}
