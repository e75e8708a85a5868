row_id IN (SELECT row_id FROM {{hidden}} WHERE "by" >= $fresh)
