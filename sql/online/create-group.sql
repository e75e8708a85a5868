-- One row a key: the newest answer, whatever its age. Defaults and ttl are applied when it is read.
CREATE TABLE {{table}} (
  {{keys}},
  event_time INTEGER NOT NULL,
  created INTEGER,
  row_id INTEGER NOT NULL,
  read_run INTEGER NOT NULL,             -- the newest run of the history that gave this answer
  {{features}},
  PRIMARY KEY ({{names}})
) STRICT, WITHOUT ROWID
