LEFT JOIN {{table}} AS {{name}} ON {{name}}.rid = asked.rid
