-- Training sets that are kept: each with the manifest that makes it again.
CREATE TABLE datasets (
  name TEXT NOT NULL PRIMARY KEY,
  created INTEGER NOT NULL,
  manifest TEXT NOT NULL               -- JSON: spine, versions by id, runs read, hashes, SQL
) STRICT, WITHOUT ROWID;
