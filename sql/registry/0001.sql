-- Definitions, versions, runs, and the files that count. Versions are never updated, but for numbers fitted once;
-- AUTOINCREMENT, because files on disk name rows by these ids: none may ever stand for something else.
CREATE TABLE runs (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,                  -- apply, ingest, materialize, historical, export
  subject TEXT NOT NULL,               -- the source or view it was about; '' for the project
  started INTEGER NOT NULL,            -- microseconds, UTC, as every instant here
  finished INTEGER,
  status TEXT NOT NULL DEFAULT 'running' CHECK (status IN ('running', 'done', 'failed', 'interrupted')),
  rows_read INTEGER NOT NULL DEFAULT 0,
  rows_written INTEGER NOT NULL DEFAULT 0,
  rows_rejected INTEGER NOT NULL DEFAULT 0,
  rows_skipped INTEGER NOT NULL DEFAULT 0,
  detail TEXT NOT NULL DEFAULT '{}',   -- JSON: phases in milliseconds, reasons of rejection, notes
  error TEXT
) STRICT;

-- What the definition files say now, metadata included; undeclared things leave this table and keep their versions.
CREATE TABLE declared (
  kind TEXT NOT NULL CHECK (kind IN ('entity', 'source', 'view', 'service')),
  name TEXT NOT NULL,
  definition TEXT NOT NULL,            -- JSON
  PRIMARY KEY (kind, name)
) STRICT, WITHOUT ROWID;

-- The columns a source's files have, typed once, so that a later file is read the same way.
CREATE TABLE source_columns (
  source TEXT NOT NULL PRIMARY KEY,
  columns TEXT NOT NULL,               -- JSON: [{ name, type }]
  reader TEXT NOT NULL DEFAULT '{}'    -- JSON: what sniffing settled (delimiter, quote, header …)
) STRICT, WITHOUT ROWID;

CREATE TABLE row_sets (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  view TEXT NOT NULL,
  source TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  definition TEXT NOT NULL,            -- JSON: keys, filter, timestamp, created, timezone
  UNIQUE (view, fingerprint)
) STRICT;

CREATE TABLE feature_versions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  view TEXT NOT NULL,
  feature TEXT NOT NULL,
  version INTEGER NOT NULL,
  fingerprint TEXT NOT NULL,
  row_set INTEGER NOT NULL REFERENCES row_sets (id),
  type TEXT NOT NULL,
  definition TEXT NOT NULL,            -- JSON: expression, uses, default, description, owner, tags
  fits TEXT NOT NULL DEFAULT '[]',     -- JSON: fitted calls, with their values once fitted
  applied INTEGER NOT NULL,
  UNIQUE (view, feature, version),
  UNIQUE (view, feature, fingerprint)
) STRICT;

CREATE TABLE view_versions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  view TEXT NOT NULL,
  version INTEGER NOT NULL,
  fingerprint TEXT NOT NULL,
  row_set INTEGER NOT NULL REFERENCES row_sets (id),
  definition TEXT NOT NULL,            -- JSON: entities, ttl, online, features (ids in order), description, owner, tags
  applied INTEGER NOT NULL,
  UNIQUE (view, version),
  UNIQUE (view, fingerprint)
) STRICT;

CREATE TABLE service_versions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  service TEXT NOT NULL,
  version INTEGER NOT NULL,
  fingerprint TEXT NOT NULL,
  definition TEXT NOT NULL,            -- JSON: members ([view version id, feature version id]), description, owner, tags
  applied INTEGER NOT NULL,
  UNIQUE (service, version),
  UNIQUE (service, fingerprint)
) STRICT;

-- Which version a bare name means. No row: retired.
CREATE TABLE current_versions (
  kind TEXT NOT NULL CHECK (kind IN ('view', 'service')),
  name TEXT NOT NULL,
  version_id INTEGER NOT NULL,
  PRIMARY KEY (kind, name)
) STRICT, WITHOUT ROWID;

-- Files of a source that were read. Content decides; the stat columns only save a reading.
CREATE TABLE source_files (
  source TEXT NOT NULL,
  path TEXT NOT NULL,                  -- relative to the project where it is inside it
  origin INTEGER NOT NULL,             -- the file this one continues, by content: landed rows carry it
  hash TEXT NOT NULL,                  -- SHA-256 of the bytes read
  size INTEGER NOT NULL,
  modified INTEGER NOT NULL,           -- nanoseconds
  changed INTEGER NOT NULL,            -- nanoseconds
  inode INTEGER NOT NULL,
  run INTEGER NOT NULL REFERENCES runs (id),
  PRIMARY KEY (source, path)
) STRICT, WITHOUT ROWID;

-- Every content ever landed from a source: a copy or an old state under any path is known again.
CREATE TABLE source_contents (
  source TEXT NOT NULL,
  hash TEXT NOT NULL,
  size INTEGER NOT NULL,
  origin INTEGER NOT NULL,
  PRIMARY KEY (source, hash)
) STRICT, WITHOUT ROWID;

-- The source log: landed rows as they came. A row's id is first_row_id plus its position in the file.
CREATE TABLE landed_files (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  source TEXT NOT NULL,
  run INTEGER NOT NULL REFERENCES runs (id),
  path TEXT NOT NULL UNIQUE,           -- relative to .pintail/offline
  rows INTEGER NOT NULL,
  first_row_id INTEGER NOT NULL
) STRICT;
CREATE INDEX landed_files_by_source ON landed_files (source, run);

CREATE TABLE segments (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  row_set INTEGER NOT NULL REFERENCES row_sets (id),
  kind TEXT NOT NULL CHECK (kind IN ('newest', 'superseded')),
  first_run INTEGER NOT NULL,
  last_run INTEGER NOT NULL,
  rows INTEGER NOT NULL,
  earliest INTEGER NOT NULL,
  latest INTEGER NOT NULL
) STRICT;
CREATE INDEX segments_by_row_set ON segments (row_set);

CREATE TABLE segment_files (
  path TEXT NOT NULL PRIMARY KEY,      -- relative to .pintail/offline
  segment INTEGER NOT NULL REFERENCES segments (id),
  identities INTEGER NOT NULL,
  features TEXT NOT NULL               -- JSON: feature version ids
) STRICT, WITHOUT ROWID;
CREATE INDEX segment_files_by_segment ON segment_files (segment);

-- Rows of earlier segments that a run superseded (history.ts).
CREATE TABLE hidden_files (
  path TEXT NOT NULL PRIMARY KEY,
  row_set INTEGER NOT NULL REFERENCES row_sets (id),
  run INTEGER NOT NULL REFERENCES runs (id)
) STRICT, WITHOUT ROWID;

-- Which landed files a row set has already computed.
CREATE TABLE computed_files (
  row_set INTEGER NOT NULL REFERENCES row_sets (id),
  landed INTEGER NOT NULL REFERENCES landed_files (id),
  PRIMARY KEY (row_set, landed)
) STRICT, WITHOUT ROWID;

-- Files that no longer count, kept a while for readers that began before.
CREATE TABLE unnamed_files (
  path TEXT NOT NULL PRIMARY KEY,
  since INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
