INSERT OR REPLACE INTO group_features (feature_version, group_id, name, type, fingerprint, empty)
VALUES (?, ?, ?, ?, ?, ?)
