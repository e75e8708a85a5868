-- Groups that answer nothing any more are dropped by the next materialize; readers are told to look again.
UPDATE groups SET state = 'superseded'
WHERE state = 'live' AND id NOT IN (SELECT group_id FROM group_features);
UPDATE generation SET n = n + 1
