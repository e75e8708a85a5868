-- Hashes of new ids that rows landed before have as well.
INSERT INTO repeated_ids
SELECT DISTINCT before.hashed
FROM (SELECT hash(id) AS hashed FROM ({{before}}) WHERE id IS NOT NULL) before
SEMI JOIN (SELECT hash(id) AS hashed FROM ({{fresh}}) WHERE id IS NOT NULL) fresh ON before.hashed = fresh.hashed
