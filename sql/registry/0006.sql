-- A run is compared with more than one baseline: what was found against one stays when another is asked for.
ALTER TABLE drift_scores RENAME TO earlier_scores;
ALTER TABLE drift_reports RENAME TO earlier_reports;

CREATE TABLE drift_reports (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  run INTEGER NOT NULL,
  view TEXT NOT NULL,
  finding TEXT NOT NULL,               -- of features, their baselines and verdicts: the same is recorded once
  standing INTEGER NOT NULL,           -- 1: of the reports of its run, the one against the baselines in use
  taken INTEGER NOT NULL,
  verdict TEXT NOT NULL,
  body TEXT NOT NULL,                  -- JSON: the report as the command line gives it
  UNIQUE (run, view, finding)
) STRICT;
INSERT INTO drift_reports SELECT id, run, view, '', 1, taken, verdict, body FROM earlier_reports;

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
INSERT INTO drift_scores SELECT * FROM earlier_scores;
CREATE INDEX drift_scores_by_report ON drift_scores (report);

DROP TABLE earlier_scores;
DROP TABLE earlier_reports;
