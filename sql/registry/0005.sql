-- Baselines that new data does not move, and what was found when values were compared with them.
CREATE TABLE baselines (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  view TEXT NOT NULL,
  taken INTEGER NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('first ingest', 'set')),
  range TEXT NOT NULL,                 -- JSON: runs, since, until
  rows INTEGER NOT NULL
) STRICT;

CREATE TABLE baseline_features (
  baseline INTEGER NOT NULL REFERENCES baselines (id),
  feature_version INTEGER NOT NULL,
  member TEXT NOT NULL DEFAULT '',     -- of a feature with categories, the one meant
  body TEXT NOT NULL,                  -- JSON: kind, bins, counts, moments, the file of values
  PRIMARY KEY (baseline, feature_version, member)
) STRICT, WITHOUT ROWID;

CREATE TABLE current_baselines (
  feature_version INTEGER NOT NULL,
  member TEXT NOT NULL DEFAULT '',
  baseline INTEGER NOT NULL REFERENCES baselines (id),
  PRIMARY KEY (feature_version, member)
) STRICT, WITHOUT ROWID;

CREATE TABLE drift_reports (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  run INTEGER NOT NULL,
  view TEXT NOT NULL,
  taken INTEGER NOT NULL,
  verdict TEXT NOT NULL,
  body TEXT NOT NULL,                  -- JSON: the report as the command line gives it
  UNIQUE (run, view)
) STRICT;

CREATE TABLE drift_scores (
  report INTEGER NOT NULL REFERENCES drift_reports (id) ON DELETE CASCADE,
  feature_version INTEGER NOT NULL,
  member TEXT NOT NULL DEFAULT '',
  baseline INTEGER,
  verdict TEXT NOT NULL,
  psi REAL,
  wasserstein_norm REAL,
  null_share REAL,
  PRIMARY KEY (feature_version, member, report)
) STRICT, WITHOUT ROWID;
