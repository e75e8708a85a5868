-- One fingerprint may be fitted several times: each fit is a version of its own. Segments may hold events.
CREATE TABLE kept AS SELECT * FROM feature_versions;
DROP TABLE feature_versions;
CREATE TABLE feature_versions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  view TEXT NOT NULL,
  feature TEXT NOT NULL,
  version INTEGER NOT NULL,
  fingerprint TEXT NOT NULL,
  fit INTEGER NOT NULL DEFAULT 0,      -- how often the fingerprint had been fitted anew
  row_set INTEGER NOT NULL REFERENCES row_sets (id),
  type TEXT NOT NULL,
  definition TEXT NOT NULL,            -- JSON: kind, aggregate, expression, uses, reads, default, description, owner, tags
  fits TEXT NOT NULL DEFAULT '[]',     -- JSON: fitted calls, with their values once fitted
  applied INTEGER NOT NULL,
  UNIQUE (view, feature, version),
  UNIQUE (view, feature, fingerprint, fit)
) STRICT;
INSERT INTO feature_versions (id, view, feature, version, fingerprint, row_set, type, definition, fits, applied)
SELECT id, view, feature, version, fingerprint, row_set, type, definition, fits, applied FROM kept ORDER BY id;
DROP TABLE kept;

CREATE TABLE kept AS SELECT * FROM view_versions;
DROP TABLE view_versions;
CREATE TABLE view_versions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  view TEXT NOT NULL,
  version INTEGER NOT NULL,
  fingerprint TEXT NOT NULL,
  fit INTEGER NOT NULL DEFAULT 0,
  row_set INTEGER NOT NULL REFERENCES row_sets (id),
  definition TEXT NOT NULL,            -- JSON: entities, ttl, online, features (ids in order), description, owner, tags
  applied INTEGER NOT NULL,
  UNIQUE (view, version),
  UNIQUE (view, fingerprint, fit)
) STRICT;
INSERT INTO view_versions (id, view, version, fingerprint, row_set, definition, applied)
SELECT id, view, version, fingerprint, row_set, definition, applied FROM kept ORDER BY id;
DROP TABLE kept;

CREATE TABLE kept AS SELECT * FROM service_versions;
DROP TABLE service_versions;
CREATE TABLE service_versions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  service TEXT NOT NULL,
  version INTEGER NOT NULL,
  fingerprint TEXT NOT NULL,
  fit INTEGER NOT NULL DEFAULT 0,
  definition TEXT NOT NULL,            -- JSON: members ([view version id, feature version id, category?]), description, owner, tags
  applied INTEGER NOT NULL,
  UNIQUE (service, version),
  UNIQUE (service, fingerprint, fit)
) STRICT;
INSERT INTO service_versions (id, service, version, fingerprint, definition, applied)
SELECT id, service, version, fingerprint, definition, applied FROM kept ORDER BY id;
DROP TABLE kept;

-- Files of segments stand aside meanwhile, and no id of a segment that is gone may come back.
CREATE TABLE kept AS SELECT * FROM segments;
CREATE TABLE kept_files AS SELECT * FROM segment_files;
CREATE TABLE kept_sequence AS SELECT seq FROM sqlite_sequence WHERE name = 'segments';
DROP TABLE segment_files;
DROP TABLE segments;
CREATE TABLE segments (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  row_set INTEGER NOT NULL REFERENCES row_sets (id),
  kind TEXT NOT NULL CHECK (kind IN ('newest', 'superseded', 'events')),
  first_run INTEGER NOT NULL,
  last_run INTEGER NOT NULL,
  rows INTEGER NOT NULL,
  earliest INTEGER NOT NULL,
  latest INTEGER NOT NULL
) STRICT;
CREATE INDEX segments_by_row_set ON segments (row_set);
INSERT INTO segments SELECT * FROM kept ORDER BY id;
DELETE FROM sqlite_sequence WHERE name = 'segments';
INSERT INTO sqlite_sequence (name, seq) SELECT 'segments', seq FROM kept_sequence;

CREATE TABLE segment_files (
  path TEXT NOT NULL PRIMARY KEY,      -- relative to .pintail/offline
  segment INTEGER NOT NULL REFERENCES segments (id),
  identities INTEGER NOT NULL,
  features TEXT NOT NULL               -- JSON: feature version ids
) STRICT, WITHOUT ROWID;
CREATE INDEX segment_files_by_segment ON segment_files (segment);
INSERT INTO segment_files SELECT * FROM kept_files;
DROP TABLE kept;
DROP TABLE kept_files;
DROP TABLE kept_sequence;
