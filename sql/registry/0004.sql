-- What was seen of the values that a run brought, and what the checks said of them.
CREATE TABLE profiles (
  run INTEGER NOT NULL REFERENCES runs (id),
  feature_version INTEGER NOT NULL REFERENCES feature_versions (id),
  member TEXT NOT NULL DEFAULT '',     -- of a feature with categories, which one
  body TEXT NOT NULL,                  -- JSON: core/profiles.ts
  PRIMARY KEY (run, feature_version, member)
) STRICT, WITHOUT ROWID;
CREATE INDEX profiles_by_feature ON profiles (feature_version, run);

CREATE TABLE check_results (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  run INTEGER NOT NULL REFERENCES runs (id),
  view TEXT NOT NULL,
  feature TEXT,                        -- null: the check is of the view
  member TEXT NOT NULL DEFAULT '',
  name TEXT NOT NULL,                  -- not_null, unique …
  severity TEXT NOT NULL CHECK (severity IN ('warn', 'fail')),
  outcome TEXT NOT NULL CHECK (outcome IN ('passed', 'failed', 'broken')),
  body TEXT NOT NULL                   -- JSON: core/checks.ts
) STRICT;
CREATE INDEX check_results_by_run ON check_results (run);
CREATE INDEX check_results_by_view ON check_results (view, run);
