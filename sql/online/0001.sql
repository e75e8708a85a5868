-- Which tables answer? Values live in one table a group (group_<id>); these two say what is in them.
CREATE TABLE groups (
  id INTEGER PRIMARY KEY AUTOINCREMENT,  -- never used twice, so neither is a table's name
  row_set INTEGER NOT NULL,
  view TEXT NOT NULL,
  keys TEXT NOT NULL,                    -- JSON: [{ name, type }], columns k0, k1, …
  state TEXT NOT NULL CHECK (state IN ('building', 'live', 'superseded')),
  until INTEGER NOT NULL,                -- every key answers as of this instant, in microseconds
  reaching INTEGER NOT NULL,             -- the instant of a run under way; some keys may answer as of it already
  last_run INTEGER NOT NULL              -- the newest run of the history it was read from
) STRICT;

-- A feature version is answered by one live group; no row: it was never materialized.
CREATE TABLE group_features (
  feature_version INTEGER PRIMARY KEY,   -- its column is f<feature_version>
  group_id INTEGER NOT NULL REFERENCES groups (id),
  name TEXT NOT NULL,                    -- view:feature@version
  type TEXT NOT NULL,
  fingerprint TEXT NOT NULL              -- of the version: ids alone mean nothing beside another registry.db
) STRICT;

-- Grows whenever the tables above change what is answered, so that readers look again.
CREATE TABLE generation (n INTEGER NOT NULL) STRICT;
INSERT INTO generation VALUES (0);
