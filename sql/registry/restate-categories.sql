-- What a version's vocabulary depends on has another fingerprint; the vocabulary stays.
UPDATE feature_versions
SET definition = json_set(definition, '$.aggregate.categories.identity', $identity)
WHERE id = $id
