// What SQL is there? Generated from sql/**/*.sql by `npm run embed`; edit those files.

export const templates = {
  'aggregations/fit': `-- Numbers fitted once over a view's rows.
SELECT {{numbers}}
FROM (
  SELECT {{arguments}}
  FROM (
{{rows}}
  )
  WHERE {{keyed}}
)`,
  'aggregations/ids': `-- What tells a row's event from others, and what decides which row of an event counts.
SELECT {{row_id}} AS row_id, {{id}} AS id, {{created}} AS created
FROM (
{{rows}}
)
WHERE {{event_time}} IS NOT NULL`,
  'aggregations/relation': `-- The rows of a view as it stores them: join keys, both times, the row's id, a column a feature version.
SELECT
  {{columns}}
FROM (
{{rows}}
)`,
  'aggregations/rows': `-- The source's rows that a view keeps, with their times as the source has them.
SELECT *, {{timestamp}} AS {{as_timestamp}}, {{created}} AS {{as_created}}
FROM (
{{relation}}
)
WHERE {{filter}}`,
  'aggregations/vocabulary': `-- The most frequent values of a column, equal ones by value; the name of all others is no value.
SELECT value
FROM (SELECT CAST({{value}} AS VARCHAR) AS value FROM ({{relation}}))
WHERE value IS NOT NULL AND value <> {{other}}
GROUP BY value
HAVING count(*) >= {{min}}
ORDER BY count(*) DESC, value
LIMIT {{top}}`,
  'datasets/answer': `SELECT {{columns}}
FROM {{relation}}
ORDER BY {{order}}`,
  'datasets/cells': `SELECT x, y, count(*) AS rows
FROM (SELECT {{x}} AS x, {{y}} AS y FROM weighed)
GROUP BY x, y`,
  'datasets/cut': `-- Of the cuts between two instants the one that leaves nearest to a share of the rows before it; of two the earlier.
SELECT cut, train, total - train AS test, (SELECT count(*) FROM asked WHERE instant IS NULL) AS neither
FROM (
  SELECT
    lead(instant) OVER (ORDER BY instant) AS cut,
    CAST(sum(rows) OVER (ORDER BY instant) AS BIGINT) AS train,
    CAST(sum(rows) OVER () AS BIGINT) AS total
  FROM (SELECT instant, count(*) AS rows FROM asked WHERE instant IS NOT NULL GROUP BY instant)
)
WHERE cut IS NOT NULL
ORDER BY abs(train - $share * total), cut
LIMIT 1`,
  'datasets/differences': `-- Two answers to one question, row beside row: in how many rows each column differs.
SELECT {{counts}}
FROM read_parquet({{a}}) AS a
POSITIONAL JOIN (FROM read_parquet({{b}})) AS b`,
  'datasets/differing-rows': `SELECT list(row ORDER BY row) AS rows
FROM (
  SELECT row
  FROM (
    SELECT row_number() OVER () AS row, {{differs}} AS differs
    FROM read_parquet({{a}}) AS a
    POSITIONAL JOIN (FROM read_parquet({{b}})) AS b
  )
  WHERE differs
  ORDER BY row
  LIMIT 5
)`,
  'datasets/frequent-texts': `-- Hashes stand for the texts, which may hold what no statement can.
SELECT hash(text) AS hash
FROM (SELECT {{text}} AS text FROM weighed)
WHERE text IS NOT NULL
GROUP BY text
ORDER BY count(*) DESC, text
LIMIT $most`,
  'datasets/hash-of-values': `-- Rows of a Parquet file as the sums of both halves of their MD5 hashes; they fit, up to 2^63 rows.
SELECT
  count(*) AS rows,
  CAST(sum(CAST(hash % 18446744073709551616 AS UBIGINT)) AS VARCHAR) AS lower,
  CAST(sum(CAST(hash // 18446744073709551616 AS UBIGINT)) AS VARCHAR) AS upper
FROM (
  SELECT md5_number(concat({{number}}, ':', {{values}})) AS hash
  FROM read_parquet({{file}}{{options}}) AS rows
)`,
  'datasets/weighed': `-- The answer with numbered columns, and the target as t; rows without a target tell nothing.
CREATE OR REPLACE TEMP TABLE weighed AS
SELECT * FROM (
  SELECT {{columns}}
  FROM {{relation}}
)
WHERE t IS NOT NULL`,
  'datasets/with-split': `{{relation}}
JOIN asked AS moment ON moment.rid = spine.rowid`,
  'materialize/as-of': `-- Answers over windows: as of the instant, whenever their events were; a family as two lists of what is present.
SELECT {{keys}}, make_timestamp({{until}}) AS event_time, NULL::TIMESTAMP AS created, 0::BIGINT AS row_id, {{features}}
FROM (
{{answer}}
) AS answer`,
  'materialize/changed-events': `-- Keys whose answer may have changed: of events landed since the last reading, of those that entered a window or left
-- one since, and of those that were superseded since.
CREATE OR REPLACE TEMP TABLE {{changed}} AS
SELECT DISTINCT {{names}} FROM (
{{rows}}
) AS rows
WHERE {{moved}}`,
  'materialize/changed-keys': `-- Keys whose answer may have changed: of rows landed since the last reading, of rows whose own time fell due since,
-- and of rows that were superseded.
CREATE OR REPLACE TEMP TABLE {{changed}} AS
SELECT DISTINCT {{names}} FROM (
{{rows}}
) AS rows
WHERE row_id >= $fresh OR event_time > $since
{{superseded}}`,
  'materialize/keys-without-answer': `-- Keys that were looked at and have no row as of the instant.
SELECT {{keys}} FROM {{changed}} AS changed ANTI JOIN {{matches}} AS matches ON {{same_keys}}`,
  'materialize/nobody': `-- A key to ask about, and when.
CREATE OR REPLACE TEMP TABLE {{nobody}} AS
SELECT 0::BIGINT AS rid, {{keys}}, make_timestamp({{until}}) AS instant`,
  'materialize/segment-keys': `SELECT {{keys}}, {{segment}} AS segment, file_row_number AS row FROM read_parquet({{file}}, file_row_number = true)`,
  'materialize/superseded-keys': `UNION
SELECT {{names}} FROM (
{{rows}}
) AS rows
SEMI JOIN {{hidden}} AS hidden ON hidden.segment = rows.segment AND hidden.row = rows.row`,
  'materialize/superseded': `row_id IN (SELECT row_id FROM {{hidden}} WHERE "by" >= $fresh)`,
  'monitoring/drift-counts': `-- How often does each text occur? Nulls are one of them.
CREATE OR REPLACE TEMP TABLE {{table}} AS
SELECT v AS value, count(*) AS count FROM (
{{relation}}
) AS given
GROUP BY v`,
  'monitoring/drift-facts': `-- How many keys have rows in the range, and how late is the newest?
SELECT count(*) AS rows, count(DISTINCT ({{keys}})) AS keys, epoch_us(max(event_time)) AS latest FROM (
{{rows}}
) AS rows
WHERE {{complete}}`,
  'monitoring/drift-few-values': `-- Values of several features with their counts, worked out here, as a table.
CREATE OR REPLACE TEMP TABLE {{table}} AS
SELECT unnest(from_json($places, '["INTEGER"]')) AS place, unnest(from_json($values, '["DOUBLE"]')) AS value,
       unnest(from_json($texts, '["VARCHAR"]')) AS text, unnest(from_json($counts, '["BIGINT"]')) AS count`,
  'monitoring/drift-fine-values': `-- Edges, counts and sums that were worked out here, as a table.
CREATE OR REPLACE TEMP TABLE {{table}} AS
SELECT unnest(from_json($edges, '["DOUBLE"]')) AS value, unnest(from_json($counts, '["DOUBLE"]')) AS count,
       unnest(from_json($sums, '["DOUBLE"]')) AS sum`,
  'monitoring/drift-keys': `-- Whose answers are looked at: keys with rows in the range; the same of them each time, where there are too many.
CREATE OR REPLACE TEMP TABLE {{table}} AS
SELECT {{names}} FROM (
SELECT DISTINCT {{keys}} FROM (
{{rows}}
) AS rows
WHERE {{complete}}
) ORDER BY hash({{keys}}), {{keys}} LIMIT {{most}}`,
  'monitoring/drift-pairs': `-- How often did each text occur before, and how often after?
CREATE OR REPLACE TEMP TABLE {{table}} AS
SELECT coalesce(before.value, after.value) AS value,
       coalesce(before.count, 0)::DOUBLE AS b, coalesce(after.count, 0)::DOUBLE AS c
FROM (SELECT * FROM {{baseline}} WHERE value IS NOT NULL) AS before
FULL JOIN (SELECT * FROM {{current}} WHERE value IS NOT NULL) AS after ON after.value = before.value`,
  'monitoring/drift-rows': `-- Rows of one segment that some runs brought, its files laid side by side.
SELECT {{columns}}
FROM read_parquet({{file}}) AS identities {{beside}}
WHERE {{within}}`,
  'monitoring/drift-values': `-- Distinct numbers, ascending, with how often each occurs.
COPY (
  SELECT v AS value, count(*) AS count FROM (
{{relation}}
) AS given
  WHERE isfinite(v)
  GROUP BY v ORDER BY v
) TO {{file}} (FORMAT parquet, COMPRESSION zstd)`,
  'monitoring/pair-asked': `-- Each key at its newest event time; of very many the same ones each time, by hash.
CREATE OR REPLACE TEMP TABLE {{table}} AS
SELECT row_number() OVER () - 1 AS rid, *
FROM (
  SELECT {{keys}}, max(event_time) AS instant
  FROM (
{{rows}}
  ) AS rows
  WHERE {{complete}}
  GROUP BY {{keys}}
  ORDER BY hash({{keys}}), {{keys}}
  LIMIT {{most}}
)`,
  'monitoring/pair-categories': `-- How often each value is on either side; what the first side lacks is one line.
SELECT coalesce(before.found, 0) AS a, sum(coalesce(after.found, 0)) AS b
FROM (SELECT a AS value, count(*) AS found FROM {{pairs}} WHERE a IS NOT NULL GROUP BY a) AS before
FULL JOIN (SELECT b AS value, count(*) AS found FROM {{pairs}} WHERE b IS NOT NULL GROUP BY b) AS after
  ON after.value = before.value
GROUP BY coalesce(before.value, ''), before.value IS NULL, before.found`,
  'monitoring/pair-figures': `-- What is told of one side: {{x}} is its number where it is finite, divided by {{scale}} where numbers are huge.
SELECT
  count(*) AS rows,
  count(*) - count({{value}}) AS nulls,
  count({{value}}) - count({{x}}) AS non_finite,
  count(DISTINCT {{value}}) AS distinct_values,
  avg({{x}} / {{scale}}) AS mean,
  stddev_samp({{x}} / {{scale}}) AS stddev,
  min({{x}}) AS min,
  max({{x}}) AS max,
  quantile_cont({{x}}, [0.05, 0.5, 0.95]) AS quantiles,
  quantile_cont({{x}}, [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]) AS deciles
FROM {{pairs}}`,
  'monitoring/parity-answer': `-- For each row asked about: the row of the history that answers it, if one does, and the values that are due.
SELECT found.event_time, found.row_id, {{values}}
FROM spine
LEFT JOIN (
{{found}}
) AS found ON found.rid = spine.rowid
{{beside}}
ORDER BY spine.rowid`,
  'monitoring/parity-keys': `-- The keys of a history whose hashes are least.
SELECT {{keys}}, md5(concat_ws(chr(31), {{texts}})) AS hash
FROM (
  SELECT DISTINCT {{keys}} FROM (
{{rows}}
  ) AS rows
) AS keys
ORDER BY hash
{{limit}}`,
  'monitoring/parity-rows': `-- Which of some rows are in the history, whether they answer or not?
SELECT row_id FROM (
{{rows}}
) AS rows
WHERE row_id IN (SELECT unnest(from_json($ids, '["BIGINT"]')))`,
  'monitoring/parity-windows': `LEFT JOIN (
{{answer}}
) AS answer ON answer.rid = spine.rowid`,
  'offline/already-landed': `-- Of a file read again, the rows it had before: as many of each as were landed from it.
INSERT INTO excluded_rows
SELECT staged.row
FROM (
  SELECT
    file_row_number AS row, pintail_origin, {{columns}},
    row_number() OVER (PARTITION BY pintail_origin, {{columns}} ORDER BY file_row_number) AS occurrence
  FROM read_parquet({{staged}}, file_row_number = true)
  WHERE pintail_rejected IS NULL
) staged
JOIN (
  SELECT pintail_origin, {{columns}}, count(*) AS landed
  FROM {{log}}
  WHERE pintail_origin IN ({{origins}})
  GROUP BY ALL
) log ON staged.pintail_origin = log.pintail_origin AND {{same}}
WHERE staged.occurrence <= log.landed`,
  'offline/column-group': `-- Features of later versions for the rows a segment has, in the segment's order.
COPY (
  SELECT {{features}}
  FROM (SELECT row_id, file_row_number AS row FROM read_parquet({{identities}}, file_row_number = true)) segment
  LEFT JOIN ({{relation}}) computed USING (row_id)
  ORDER BY segment.row
) TO {{file}} (FORMAT parquet, COMPRESSION snappy, ROW_GROUP_SIZE 122880)`,
  'offline/contested-rows': `-- Rows of a new sorted file that share key and event time with a row that answers now, and which of the two wins.
INSERT INTO contested_rows
SELECT
  fresh.row, standing.segment, standing.row AS standing_row,
  CASE
    WHEN fresh.created IS NOT DISTINCT FROM standing.created THEN fresh.row_id > standing.row_id
    ELSE standing.created IS NULL OR (fresh.created IS NOT NULL AND fresh.created > standing.created)
  END AS wins
FROM (
  SELECT {{keys}}, event_time, created, row_id, file_row_number AS row
  FROM read_parquet({{file}}, file_row_number = true)
  WHERE file_row_number NOT IN (SELECT row FROM lost_rows)
) fresh
JOIN (
  SELECT * FROM ({{standing}}) s
  WHERE NOT EXISTS (SELECT 1 FROM ({{hidden}}) h WHERE h.segment = s.segment AND h.row = s.row)
) standing
ON {{same}} AND fresh.event_time = standing.event_time`,
  'offline/derived-group': `-- Features of later versions, of columns that a segment has: row by row, in its order.
COPY (
  SELECT {{columns}}
  FROM ({{relation}})
) TO {{file}} (FORMAT parquet, COMPRESSION snappy, ROW_GROUP_SIZE 122880)`,
  'offline/functions': `-- What can be called: as what, whether it is the same each time, and how a macro is made.
SELECT
  lower(function_name) AS name,
  bool_or(function_type IN ('scalar', 'macro', 'aggregate')) AS scalar,
  bool_or(function_type IN ('table', 'table_macro', 'pragma')) AS is_table,
  bool_or(stability IS NOT NULL AND stability <> 'CONSISTENT') AS volatile,
  string_agg(macro_definition, ' ') FILTER (WHERE function_type = 'macro') AS body
FROM duckdb_functions()
GROUP BY ALL`,
  'offline/land': `-- The staged rows that may land, in their order.
COPY (
  SELECT * EXCLUDE (pintail_rejected, file_row_number)
  FROM read_parquet({{staged}}, file_row_number = true)
  WHERE pintail_rejected IS NULL AND file_row_number NOT IN (SELECT row FROM excluded_rows)
  ORDER BY file_row_number
) TO {{file}} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)`,
  'offline/merge': `-- Rows of several segments as one: those that answer, those that lost a tie, or all of them.
COPY (
  SELECT {{columns}}
  FROM (
    SELECT r.*, EXISTS (SELECT 1 FROM ({{hidden}}) h WHERE h.segment = r.segment AND h.row = r.row) AS hidden
    FROM ({{rows}}) r
  )
  WHERE {{kept}}
  ORDER BY {{order}}
) TO {{file}} (FORMAT parquet, COMPRESSION snappy, ROW_GROUP_SIZE 122880)`,
  'offline/parse-expression': `-- One text wrapped in two ways: only what is one expression is the same in both.
SELECT json_serialize_sql($alone::VARCHAR) AS alone, json_serialize_sql($listed::VARCHAR) AS listed`,
  'offline/parse-expressions': `-- Texts, each of which is one expression, with their trees.
SELECT text, json_serialize_sql('SELECT (' || chr(10) || text || chr(10) || ') FROM source') AS tree
FROM (SELECT DISTINCT unnest(from_json($texts, '["VARCHAR"]')) AS text)`,
  'offline/parse-many': `-- Texts, each wrapped in two ways: only what is one expression is the same in both.
SELECT
  text,
  json_serialize_sql('SELECT (' || chr(10) || text || chr(10) || ') FROM source') AS alone,
  json_serialize_sql('SELECT [' || chr(10) || text || chr(10) || '] FROM source') AS listed
FROM (SELECT DISTINCT unnest(from_json($texts, '["VARCHAR"]')) AS text)`,
  'offline/print-expression': `SELECT json_deserialize_sql($statement::JSON) AS printed`,
  'offline/rejected-rows': `-- The staged rows that may not land, each with its place among the rows of its file.
SELECT
  pintail_origin AS origin,
  row - min_row AS place,
  coalesce(pintail_rejected, 'the event time is null') AS reason
FROM (
  SELECT
    file_row_number AS row, pintail_origin, pintail_rejected,
    min(file_row_number) OVER (PARTITION BY pintail_origin) AS min_row
  FROM read_parquet({{staged}}, file_row_number = true)
)
WHERE pintail_rejected IS NOT NULL OR row IN (SELECT row FROM timeless_rows)
ORDER BY row
LIMIT {{limit}}`,
  'offline/repeated-before': `-- Hashes of new ids that rows landed before have as well.
INSERT INTO repeated_ids
SELECT DISTINCT before.hashed
FROM (SELECT hash(id) AS hashed FROM ({{before}}) WHERE id IS NOT NULL) before
SEMI JOIN (SELECT hash(id) AS hashed FROM ({{fresh}}) WHERE id IS NOT NULL) fresh ON before.hashed = fresh.hashed`,
  'offline/repeated-ids': `-- Hashes of ids that stand on more than one row, at least one of them new: few, however many rows there are.
CREATE OR REPLACE TEMP TABLE repeated_ids AS
SELECT hash(id) AS hashed FROM ({{fresh}}) WHERE id IS NOT NULL GROUP BY ALL HAVING count(*) > 1`,
  'offline/repeated-rows': `-- The rows that share an id with another, in memory: those that are new to a history and those it holds.
CREATE OR REPLACE TEMP TABLE repeated_rows AS
SELECT row_id, id, created, fresh, row_id >> 40 AS run
FROM ({{rows}})
WHERE id IS NOT NULL AND hash(id) IN (SELECT hashed FROM repeated_ids)`,
  'offline/segment': `-- A view's rows, sorted so that a question reads the row groups of its keys and times alone. Snappy, since questions read
-- it again and again: ten columns of 10 M rows come back four times as fast as with ZSTD, from a file a tenth larger.
COPY (
  SELECT {{columns}} FROM ({{relation}})
  WHERE {{keyed}} AND event_time IS NOT NULL
  ORDER BY {{order}}
) TO {{file}} (FORMAT parquet, COMPRESSION snappy, ROW_GROUP_SIZE 122880)`,
  'offline/split': `-- One side of a sorted file: the rows that lost a tie, or those that did not.
COPY (
  SELECT * EXCLUDE (file_row_number)
  FROM read_parquet({{file}}, file_row_number = true)
  WHERE file_row_number {{side}} (SELECT row FROM lost_rows)
  ORDER BY file_row_number
) TO {{output}} (FORMAT parquet, COMPRESSION snappy, ROW_GROUP_SIZE 122880)`,
  'offline/stage': `-- Rows of some files as they came, typed; a row that lost something in typing carries the reason.
COPY (
  SELECT {{columns}}, {{origin}} AS pintail_origin, {{rejected}} AS pintail_rejected
  FROM (SELECT *, {{values}} FROM ({{read}}))
) TO {{file}} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)`,
  'offline/superseded': `-- Rows that another with their id superseded, until when they were known, and by which: of rows in the order in which
-- they were known each by the next, as it was after a run. A pair of old ones was written when the later of them came.
INSERT INTO superseded_rows
SELECT row_id, until, "by"
FROM (
  SELECT
    row_id, fresh, lead(created) OVER known AS until, lead(row_id) OVER known AS "by", lead(fresh) OVER known AS by_fresh
  FROM {{rows}}
  WHERE run <= {{run}}
  WINDOW known AS (PARTITION BY id ORDER BY created NULLS FIRST, row_id)
)
WHERE "by" IS NOT NULL AND (fresh OR by_fresh)`,
  'offline/tied-rows': `-- Rows of a sorted file that lose a tie inside it: the greatest created time wins, null created loses, then row id.
INSERT INTO lost_rows
SELECT row
FROM (
  SELECT
    {{keys}}, event_time, created, row_id, row,
    {{same_as_previous}} AS same_as_previous,
    {{same_as_next}} AS same_as_next
  FROM (SELECT {{keys}}, event_time, created, row_id, file_row_number AS row FROM read_parquet({{file}}, file_row_number = true))
)
WHERE same_as_previous OR same_as_next
QUALIFY row_number() OVER (PARTITION BY {{keys}}, event_time ORDER BY created DESC NULLS LAST, row_id DESC) > 1`,
  'offline/turned-rows': `-- Rows of the ids that did not come in the order in which they were known.
CREATE OR REPLACE TEMP TABLE turned_rows AS
SELECT *
FROM repeated_rows
WHERE id IN (
  SELECT id
  FROM (SELECT id, row_id, lead(row_id) OVER (PARTITION BY id ORDER BY created NULLS FIRST, row_id) AS following FROM repeated_rows)
  WHERE following < row_id
)`,
  'offline/write-csv': `-- The header is written as it stands: the engine would rename a name that another equals but for case.
COPY (
SELECT {{columns}}
FROM {{relation}}
ORDER BY {{order}}
) TO {{file}} (FORMAT csv, HEADER false, PREFIX {{header}}, SUFFIX E'\\n', USE_TMP_FILE false)`,
  'offline/write-lines': `-- Each row is one text, written as it stands.
COPY (
SELECT {{line}} AS line
FROM {{relation}}
ORDER BY {{order}}
) TO {{file}} (
  FORMAT csv, HEADER false, QUOTE '', ESCAPE '', DELIMITER E'\\x01',
  PREFIX {{before}}, SUFFIX {{after}}, NEW_LINE {{between}}, USE_TMP_FILE false
)`,
  'offline/write-parquet': `COPY (
SELECT {{columns}}
FROM {{relation}}
ORDER BY {{order}}
) TO {{file}} (FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false)`,
  'online/0001': `-- Which tables answer? Values live in one table a group (group_<id>); these two say what is in them.
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
INSERT INTO generation VALUES (0);`,
  'online/0002': `-- Of a feature whose value for an unknown key no rule gives, what it is over windows without events; in stored form.
ALTER TABLE group_features ADD COLUMN empty ANY;`,
  'online/assign-feature': `INSERT OR REPLACE INTO group_features (feature_version, group_id, name, type, fingerprint, empty)
VALUES (?, ?, ?, ?, ?, ?)`,
  'online/create-group': `-- One row a key: the newest answer, whatever its age. Defaults and ttl are applied when it is read.
CREATE TABLE {{table}} (
  {{keys}},
  event_time INTEGER NOT NULL,
  created INTEGER,
  row_id INTEGER NOT NULL,
  read_run INTEGER NOT NULL,             -- the newest run of the history that gave this answer
  {{features}},
  PRIMARY KEY ({{names}})
) STRICT, WITHOUT ROWID`,
  'online/put-rows': `-- What was read from newer history stays; from the same history, the tie rule decides. Null created loses.
INSERT INTO {{table}} AS held ({{columns}})
VALUES {{rows}}
ON CONFLICT ({{keys}}) DO UPDATE SET {{assignments}}
WHERE excluded.read_run > held.read_run
   OR (
     excluded.read_run = held.read_run
     AND (excluded.event_time, coalesce(excluded.created, -9223372036854775808), excluded.row_id)
       >= (held.event_time, coalesce(held.created, -9223372036854775808), held.row_id)
   )`,
  'online/settle': `-- Groups that answer nothing any more are dropped by the next materialize; readers are told to look again.
UPDATE groups SET state = 'superseded'
WHERE state = 'live' AND id NOT IN (SELECT group_id FROM group_features);
UPDATE generation SET n = n + 1`,
  'preview/first-rows': `COPY (SELECT * FROM read_parquet({{file}}) LIMIT {{most}}) TO {{output}} (FORMAT parquet, COMPRESSION snappy)`,
  'preview/newest-rows': `-- The last rows of a landed file.
COPY (
  SELECT * EXCLUDE (file_row_number)
  FROM read_parquet({{file}}, file_row_number = true)
  WHERE file_row_number >= {{from}}
) TO {{output}} (FORMAT parquet, COMPRESSION snappy)`,
  'preview/profile': `-- One feature's values in short; numbers are null where it has none.
SELECT
  count(*) AS rows, count(*) - count({{value}}) AS nulls, count(DISTINCT {{value}}) AS "distinct",
  min({{number}}) AS min, avg({{number}}) AS mean, quantile_cont({{number}}, 0.5) AS p50, max({{number}}) AS max,
  left(CAST(mode({{value}}) AS VARCHAR), 60) AS most_frequent
FROM {{answers}}`,
  'preview/spine': `-- Some instants at which something happened to someone, the newest first.
COPY (
  SELECT * FROM (
    SELECT DISTINCT {{keys}}, event_time FROM {{rows}} ORDER BY hash({{keys}}, event_time) LIMIT {{most}}
  )
  ORDER BY event_time DESC, {{keys}}
) TO {{output}} (FORMAT parquet)`,
  'registry/0001': `-- Definitions, versions, runs, and the files that count. Versions are never updated, but for numbers fitted once;
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
) STRICT, WITHOUT ROWID;`,
  'registry/0002': `-- One fingerprint may be fitted several times: each fit is a version of its own. Segments may hold events.
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
DROP TABLE kept_sequence;`,
  'registry/0003': `-- Training sets that are kept: each with the manifest that makes it again.
CREATE TABLE datasets (
  name TEXT NOT NULL PRIMARY KEY,
  created INTEGER NOT NULL,
  manifest TEXT NOT NULL               -- JSON: spine, versions by id, runs read, hashes, SQL
) STRICT, WITHOUT ROWID;`,
  'registry/0004': `-- What was seen of the values that a run brought, and what the checks said of them.
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
CREATE INDEX check_results_by_view ON check_results (view, run);`,
  'registry/0005': `-- Baselines that new data does not move, and what was found when values were compared with them.
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
) STRICT, WITHOUT ROWID;`,
  'registry/0006': `-- A run is compared with more than one baseline: what was found against one stays when another is asked for.
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
DROP TABLE earlier_reports;`,
  'registry/add-feature': `INSERT INTO feature_versions (view, feature, version, fingerprint, fit, row_set, type, definition, fits, applied)
VALUES (
  $view, $feature, $version, $fingerprint,
  (SELECT count(*) FROM feature_versions WHERE view = $view AND feature = $feature AND fingerprint = $fingerprint),
  $rowSet, $type, $definition, $fits, $applied
)`,
  'registry/add-row-set': `INSERT INTO row_sets (view, source, fingerprint, definition)
VALUES ($view, $source, $fingerprint, $definition)`,
  'registry/add-segment': `INSERT INTO segments (row_set, kind, first_run, last_run, rows, earliest, latest)
VALUES ($rowSet, $kind, $firstRun, $lastRun, $rows, $earliest, $latest)`,
  'registry/add-service': `INSERT INTO service_versions (service, version, fingerprint, fit, definition, applied)
VALUES (
  $service, $version, $fingerprint,
  (SELECT count(*) FROM service_versions WHERE service = $service AND fingerprint = $fingerprint),
  $definition, $applied
)`,
  'registry/add-view': `INSERT INTO view_versions (view, version, fingerprint, fit, row_set, definition, applied)
VALUES (
  $view, $version, $fingerprint,
  (SELECT count(*) FROM view_versions WHERE view = $view AND fingerprint = $fingerprint),
  $rowSet, $definition, $applied
)`,
  'registry/applied-engine': `-- Null too where an earlier Pintail recorded it, which took no identities of fits anew.
SELECT CASE detail ->> 'restates' WHEN 'fits' THEN detail ->> 'engine' END AS engine
FROM runs
WHERE kind = 'apply' AND status = 'done'
ORDER BY id DESC
LIMIT 1`,
  'registry/check-counts': `-- Of each current view and its features, how many checks ended in which way. What an ingest found of the rows that it
-- brought and what was found of all rows both count, each as of the newest run that did so, a check once and at its worst;
-- of the older of the two only checks that the newer made too: the others are of definitions that have changed.
WITH newest AS (
  SELECT current.name AS view, (
    SELECT found.run FROM check_results AS found JOIN runs ON runs.id = found.run AND (runs.kind = 'check') = of.all_rows
    WHERE found.view = current.name ORDER BY found.run DESC LIMIT 1
  ) AS run
  FROM current_versions AS current
  JOIN (SELECT 0 AS all_rows UNION ALL SELECT EXISTS (SELECT 1 FROM runs WHERE kind = 'check')) AS of
  WHERE current.kind = 'view'
)
SELECT view, feature, severity, outcome, count(*) AS times FROM (
  SELECT found.view, found.feature, found.severity, CASE max(
    CASE found.outcome WHEN 'passed' THEN 0 WHEN 'failed' THEN 1 ELSE 2 END
  ) WHEN 0 THEN 'passed' WHEN 1 THEN 'failed' ELSE 'broken' END AS outcome
  FROM (SELECT DISTINCT view, run FROM newest) AS newest
  JOIN check_results AS found ON found.view = newest.view AND found.run = newest.run
  GROUP BY found.view, found.feature, found.severity, found.name, found.body ->> '$.wanted'
  HAVING max(found.run) = (SELECT max(run) FROM check_results WHERE view = found.view)
)
GROUP BY view, feature, severity, outcome`,
  'registry/compute-files': `-- A row set has computed the whole log of its source.
INSERT OR IGNORE INTO computed_files (row_set, landed)
SELECT $row_set, id FROM landed_files WHERE source = $source`,
  'registry/current-feature-ids': `SELECT held.value
FROM current_versions AS current
JOIN view_versions AS view ON view.id = current.version_id
JOIN json_each(view.definition, '$.features') AS held
WHERE current.kind = 'view'`,
  'registry/drift-course': `-- The scores of a feature over the runs, the oldest first; of one run, those against the baseline in use last.
SELECT found.run, coalesce(runs.started, found.taken) AS at, scores.baseline, scores.verdict, scores.psi,
  scores.wasserstein_norm, scores.null_share, max(scores.report) AS report
FROM drift_scores AS scores
JOIN drift_reports AS found ON found.id = scores.report
LEFT JOIN runs ON runs.id = found.run
WHERE scores.feature_version = $feature AND scores.member = $member
GROUP BY found.run, scores.baseline
ORDER BY found.run, found.standing, report`,
  'registry/drift-marks': `-- Of each feature that a report is of, its verdicts in the newest reports of the view: a letter a report, the oldest
-- first, and a stroke where the baseline became another.
SELECT feature, member,
  group_concat(CASE WHEN before IS NOT baseline AND before IS NOT NULL THEN '|' ELSE '' END || letter, '') AS letters
FROM (
  SELECT *, lag(baseline) OVER (PARTITION BY id, member ORDER BY run, standing, report) AS before
  FROM (
    SELECT version.id, version.feature, scores.member, scores.baseline, found.run, found.standing,
      substr(scores.verdict, 1, 1) AS letter, max(scores.report) AS report
    FROM drift_scores AS own
    JOIN feature_versions AS version ON version.id = own.feature_version
    JOIN drift_scores AS scores ON scores.feature_version = own.feature_version AND scores.member = own.member
    JOIN drift_reports AS found ON found.id = scores.report
    WHERE own.report = (SELECT id FROM drift_reports WHERE view = $view AND run = $run AND standing)
      AND found.run >= (
        SELECT min(run) FROM (SELECT DISTINCT run FROM drift_reports WHERE view = $view ORDER BY run DESC LIMIT $limit))
    GROUP BY version.id, scores.member, found.run, scores.baseline
  )
  ORDER BY id, member, run, standing, report
)
GROUP BY id, member`,
  'registry/drift-of-feature': `-- What the newest report of a view says of one feature, all its categories with it.
SELECT found.run, coalesce(runs.started, found.taken) AS at,
  found.body ->> '$.version' AS version, found.body -> '$.baseline' AS baseline, it.value AS said
FROM drift_reports AS found
LEFT JOIN runs ON runs.id = found.run
JOIN json_each(found.body, '$.features') AS it
WHERE found.standing AND found.view = $view AND found.run = (SELECT max(run) FROM drift_reports WHERE view = $view)
  AND (it.value ->> '$.feature' = $name OR substr(it.value ->> '$.feature', 1, length($name) + 1) = $name || ':')`,
  'registry/drift-standings': `-- What a report says of each feature, with the figures that a table shows.
SELECT json_extract(it.value, '$.feature', '$.kind', '$.verdict', '$.null_share_verdict', '$.psi', '$.wasserstein_norm',
  '$.null_share_baseline', '$.null_share_current', '$.baseline_rows', '$.current_rows') AS said
FROM drift_reports AS found, json_each(found.body, '$.features') AS it
WHERE found.view = $view AND found.run = $run AND found.standing`,
  'registry/drift-verdicts': `-- What a report says of each feature, without the figures.
SELECT json_extract(it.value, '$.feature') AS feature, json_extract(it.value, '$.verdict') AS verdict,
  json_extract(it.value, '$.null_share_verdict') AS nulls
FROM drift_reports AS found, json_each(found.body, '$.features') AS it
WHERE found.view = $view AND found.run = $run AND found.standing`,
  'registry/end-run': `UPDATE runs
SET
  status = $status, finished = $finished, rows_read = $read, rows_written = $written, rows_rejected = $rejected,
  rows_skipped = $skipped, detail = $detail, error = $error
WHERE id = $run`,
  'registry/feature-heads': `-- What a listing tells of feature versions, without what they are computed from.
SELECT
  it.id, it.view, it.feature, it.version, it.row_set, it.type, it.applied,
  it.definition ->> '$.expression' AS expression,
  it.definition -> '$.default' AS "default",
  it.definition -> '$.aggregate.categories' AS categories,
  {{words}}
FROM {{versions}} AS it
WHERE $view IS NULL OR it.view = $view`,
  'registry/fresh-files': `-- Landed files that a row set has not computed yet, oldest first.
SELECT l.*
FROM landed_files l
JOIN row_sets r ON r.id = $row_set AND r.source = l.source
WHERE NOT EXISTS (SELECT 1 FROM computed_files c WHERE c.row_set = r.id AND c.landed = l.id)
ORDER BY l.first_row_id`,
  'registry/know-file': `INSERT OR REPLACE INTO source_files (source, path, origin, hash, size, modified, changed, inode, run)
VALUES ($source, $path, $origin, $hash, $size, $modified, $changed, $inode, $run)`,
  'registry/land-file': `INSERT INTO landed_files (source, run, path, rows, first_row_id)
VALUES ($source, $run, $path, $rows, $firstRowId)`,
  'registry/landed-by': `SELECT max(runs.id) FROM runs JOIN landed_files ON landed_files.run = runs.id WHERE runs.finished <= $at`,
  'registry/landed-in': `SELECT
  (SELECT count(*) FROM source_files WHERE source = $source) AS files,
  (SELECT coalesce(sum(rows), 0) FROM landed_files WHERE source = $source) AS rows`,
  'registry/last-read': `SELECT max(l.run) AS run
FROM computed_files c
JOIN landed_files l ON l.id = c.landed
WHERE c.row_set = $row_set`,
  'registry/last-run': `SELECT * FROM runs
WHERE kind = $kind AND subject = $subject AND status = 'done'
ORDER BY id DESC
LIMIT 1`,
  'registry/latest-profiles': `SELECT run, member, body FROM profiles
WHERE feature_version = $feature
  AND run = coalesce($run, (SELECT max(run) FROM profiles WHERE feature_version = $feature))
ORDER BY member`,
  'registry/named-files': `SELECT path FROM landed_files
UNION ALL SELECT path FROM segment_files
UNION ALL SELECT path FROM hidden_files
UNION ALL SELECT path FROM unnamed_files`,
  'registry/newest-checks': `-- The newest run that checked a view: of a kind, or of any.
SELECT CASE WHEN $kind IS NULL THEN (SELECT max(run) FROM check_results WHERE view = $view)
  WHEN EXISTS (SELECT 1 FROM runs WHERE kind = $kind) THEN (
    SELECT found.run FROM check_results AS found JOIN runs ON runs.id = found.run AND runs.kind = $kind
    WHERE found.view = $view ORDER BY found.run DESC LIMIT 1) END`,
  'registry/newest-drift-runs': `-- Of each current view, the run whose report is the newest.
SELECT found.view, max(found.run) AS run
FROM drift_reports AS found
JOIN current_versions AS current ON current.kind = 'view' AND current.name = found.view
GROUP BY found.view`,
  'registry/pinned': `-- The versions of views and features that versions of declared services name.
WITH members AS MATERIALIZED (
  SELECT member.value ->> 0 AS view, member.value ->> 1 AS feature
  FROM service_versions AS service
  JOIN json_each(service.definition, '$.members') AS member
  WHERE service.service IN (SELECT name FROM current_versions WHERE kind = 'service')
)
SELECT DISTINCT 'view ' || view FROM members
UNION ALL
SELECT DISTINCT 'feature ' || feature FROM members`,
  'registry/profile-course': `-- The figures of a feature in the newest runs that profiled it, the oldest of them first.
SELECT profile.run, profile.member, coalesce(run.finished, run.started) AS at,
  json_extract(profile.body, '$.kind', '$.of', '$.rows', '$.nulls', '$.non_finite', '$.distinct', '$.mean', '$.p50',
    '$.top[0].value', '$.top[0].rows', '$.runs') AS said
FROM profiles AS profile
JOIN runs AS run ON run.id = profile.run
WHERE profile.feature_version = $feature AND ($member IS NULL OR profile.member = $member)
  AND profile.run IN (SELECT DISTINCT run FROM profiles WHERE feature_version = $feature ORDER BY run DESC LIMIT $limit)
ORDER BY profile.member, profile.run`,
  'registry/restate-categories': `-- What a version's vocabulary depends on has another fingerprint; the vocabulary stays.
UPDATE feature_versions
SET definition = json_set(definition, '$.aggregate.categories.identity', $identity)
WHERE id = $id`,
  'registry/run-checks': `-- How the checks of runs ended, from one run on to another.
SELECT run, count(*) FILTER (WHERE outcome = 'passed') AS passed,
  count(*) FILTER (WHERE outcome <> 'passed' AND severity = 'warn') AS warn,
  count(*) FILTER (WHERE outcome <> 'passed' AND severity = 'fail') AS fail
FROM check_results WHERE run BETWEEN $run AND $last GROUP BY run`,
  'registry/segment-files': `-- The file with the row identities comes first.
SELECT f.*
FROM segment_files f
JOIN segments s ON s.id = f.segment
WHERE s.row_set = $row_set
ORDER BY f.segment, f.identities DESC, f.path`,
  'registry/settle-standing': `-- Of the newest run's reports of a view, the one that stands: against the baselines in use, as far as there is one.
UPDATE drift_reports
SET standing = (id = (
  SELECT found.id FROM drift_reports AS found
  WHERE found.view = $view AND found.run = drift_reports.run
  ORDER BY (
    SELECT count(*) FROM drift_scores AS scores
    JOIN current_baselines AS used ON used.feature_version = scores.feature_version AND used.member = scores.member
    WHERE scores.report = found.id AND used.baseline = scores.baseline) DESC, found.standing DESC, found.id DESC
  LIMIT 1))
WHERE view = $view AND run = (SELECT max(run) FROM drift_reports WHERE view = $view)`,
  'registry/source-files': `SELECT path, hash, origin, size, modified, changed, inode
FROM source_files
WHERE source = $source
ORDER BY path`,
  'registry/unname-row-set': `INSERT OR REPLACE INTO unnamed_files (path, since)
SELECT f.path, $since FROM segment_files f JOIN segments s ON s.id = f.segment WHERE s.row_set = $row_set
UNION ALL
SELECT path, $since FROM hidden_files WHERE row_set = $row_set`,
  'registry/unname-segment': `INSERT OR REPLACE INTO unnamed_files (path, since)
SELECT path, $since FROM segment_files WHERE segment = $segment`,
  'retrieval/answer-of-keys': `SELECT {{columns}}
FROM {{matches}} AS matches
JOIN (
{{answer}}
) AS answer ON answer.rid = matches.rid
ORDER BY {{keys}}`,
  'retrieval/around': `-- The candidates nearest to the choice.
CREATE OR REPLACE TEMP TABLE {{around}} AS
WITH choice AS (
  SELECT coalesce(
    (SELECT place FROM {{candidates}} WHERE pos = (SELECT pos FROM {{chosen}})),
    (SELECT min(place) FROM {{candidates}} WHERE event_time <= $instant),
    1
  ) AS place
)
SELECT candidates.* FROM {{candidates}} AS candidates, choice
ORDER BY abs(candidates.place - choice.place), candidates.place
LIMIT $most`,
  'retrieval/as-of-run': `-- The rows that answered after an earlier run: of equal event times the greatest created, then the latest row.
SELECT rows.* FROM (
{{rows}}
) AS rows
WHERE row_id < $next_run
QUALIFY row_number() OVER (PARTITION BY {{keys}}, event_time ORDER BY created DESC NULLS LAST, row_id DESC) = 1`,
  'retrieval/asked-facts': `SELECT count(*) AS rows, min(instant) AS earliest, max(instant) AS latest, {{counts}} FROM asked`,
  'retrieval/asked-keys': `-- The rows of keys that are asked about: worth a look-up each when the question is small beside the history.
SELECT rows.* FROM (
{{rows}}
) AS rows
SEMI JOIN {{asked}} AS asked ON {{same_keys}}`,
  'retrieval/asked': `-- Who and when of the rows asked about, typed as the history is; a value that cannot be is null, and looked for after.
CREATE OR REPLACE TEMP TABLE asked AS SELECT rowid AS rid, {{columns}} FROM spine`,
  'retrieval/candidates': `-- Every row a key ever had, newest first, and its place in that order.
CREATE OR REPLACE TEMP TABLE {{candidates}} AS
SELECT rows.*, row_number() OVER (ORDER BY event_time DESC, created DESC NULLS LAST, row_id DESC) AS place
FROM (
{{rows}}
) AS rows`,
  'retrieval/category-maps': `LEFT JOIN (
  SELECT found.rid, {{maps}}
  FROM {{table}} AS found
  JOIN (SELECT rid, epoch_us(instant) AS "at" FROM {{asked}}) AS asked ON asked.rid = found.rid
  GROUP BY found.rid
) AS {{name}} ON {{name}}.rid = asked.rid`,
  'retrieval/coded-events': `-- Events with the place of their category in the vocabulary; one outside it comes after the last.
SELECT rows.*, coalesce(codes.code, {{other}}) AS code FROM (
{{rows}}
) AS rows
LEFT JOIN {{codes}} AS codes ON codes.name = rows.{{category}}
WHERE rows.{{category}} IS NOT NULL`,
  'retrieval/codes': `-- The categories of a vocabulary by their place in it; a category's text is data.
CREATE OR REPLACE TEMP TABLE {{codes}} AS
SELECT unnest(names) AS name, CAST(generate_subscripts(names, 1) - 1 AS INTEGER) AS code
FROM (SELECT from_json($vocabulary, '["VARCHAR"]') AS names)`,
  'retrieval/column-group': `JOIN (
{{rows}}
) AS {{group}} ON {{group}}.pos = matches.pos`,
  'retrieval/column-rows': `SELECT {{columns}}, file_row_number + {{offset}} AS pos FROM read_parquet({{file}}, file_row_number = true)`,
  'retrieval/columns-in-memory': `-- Columns given as JSON lists of texts, side by side.
(SELECT {{typed}} FROM (SELECT {{texts}}))`,
  'retrieval/events-around': `-- A key's events in a window and next to it, newest first; one that is not live was superseded.
SELECT * FROM (
  SELECT rows.*, {{values}}, live.ord IS NOT NULL AS live,
    CASE WHEN rows.t > $up_to THEN 'after' WHEN rows.t <= $after THEN 'before' ELSE 'in' END AS zone,
    row_number() OVER (PARTITION BY zone ORDER BY {{nearest}}, rows.row_id DESC) AS place,
    count(*) OVER (PARTITION BY zone) AS of_zone
  FROM (
{{rows}}
  ) AS rows
  LEFT JOIN (
{{known}}
  ) AS valued ON valued.ord = rows.ord
  LEFT JOIN (
{{live}}
  ) AS live ON live.ord = rows.ord
)
WHERE place <= CASE zone WHEN 'in' THEN $inside ELSE $beside END
ORDER BY t DESC, created DESC NULLS LAST, row_id DESC`,
  'retrieval/events-known-until': `-- Every version of an event, and until when it was what was known.
SELECT rows.*, hidden.until FROM (
{{rows}}
) AS rows
LEFT JOIN (
  SELECT row_id, epoch_us(min(until)) AS until FROM {{hidden}} WHERE {{existing}} GROUP BY row_id
) AS hidden ON hidden.row_id = rows.row_id`,
  'retrieval/events-not-superseded': `-- Of the versions of an event the one known last.
SELECT rows.* FROM (
{{rows}}
) AS rows
ANTI JOIN (SELECT row_id FROM {{hidden}} WHERE {{existing}}) AS hidden ON hidden.row_id = rows.row_id`,
  'retrieval/events-per-key': `-- How many events has the key of an event, on average? Told by the first keys of a segment, which is sorted by them: to
-- name the rows reads their row groups alone, and a limit reads more.
SELECT CAST(sum(n * n) / sum(n) AS DOUBLE) AS per_key
FROM (
  SELECT count(*) AS n
  FROM (SELECT {{keys}} FROM read_parquet({{file}}, file_row_number = true) WHERE file_row_number < 400000)
  GROUP BY {{keys}}
)`,
  'retrieval/events': `-- One segment's events, its files laid side by side.
SELECT {{columns}}
FROM read_parquet({{file}}, file_row_number = true) AS identities {{beside}}
WHERE {{within}}`,
  'retrieval/first-unreadable': `-- The first value of a column that has no form in the type it must have.
SELECT rowid + 1 AS row, CAST({{given}} AS VARCHAR) AS text
FROM spine
WHERE {{given}} IS NOT NULL AND ({{typed}}) IS NULL
ORDER BY rowid
LIMIT 1`,
  'retrieval/hidden': `-- Rows that a later run superseded, as pos.
SELECT hidden.row + placed."offset" AS pos
FROM {{files}} AS hidden
JOIN (VALUES {{offsets}}) AS placed(segment, "offset") ON placed.segment = hidden.segment`,
  'retrieval/instant-of-text': `CASE
  WHEN regexp_full_match({{text}}, '\\d{4}-\\d\\d-\\d\\d([T ]([01]\\d|2[0-3]):\\d\\d(:\\d\\d(\\.\\d{1,9})?Z?)?)?')
  THEN TRY_CAST({{text}} AS TIMESTAMP)
  WHEN regexp_full_match({{text}}, '\\s*\\d{4}-\\d\\d-\\d\\d([Tt ]([01]\\d|2[0-3]):\\d\\d(:\\d\\d(\\.\\d{1,9})?)?\\s*([Zz]|[+-]\\d\\d(:?\\d\\d)?)?)?\\s*')
  THEN CAST(TRY_CAST(regexp_replace(
    regexp_replace(upper(trim({{text}})), '\\s+(Z|[+-])', '\\1'), '^(.{10}[T ]\\d\\d:\\d\\d)(Z|[+-].*)$', '\\1:00\\2'
  ) AS TIMESTAMPTZ) AS TIMESTAMP)
END`,
  'retrieval/judged': `-- Of rows with one event time, the first that may be seen wins; the others that may be seen lost a tie.
SELECT shown.*,
  shown.pos IN (SELECT pos FROM {{chosen}}) AS chosen,
  {{seen}} AND count(*) FILTER ({{seen}}) OVER (
    PARTITION BY event_time ORDER BY place ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
  ) > 0 AS tied
FROM (
{{values}}
) AS shown
ORDER BY place`,
  'retrieval/keep-answers': `-- Answers of this question, for the next one like it.
COPY (
SELECT {{columns}} FROM (
{{answer}}
)
) TO {{file}} (FORMAT parquet, COMPRESSION snappy)`,
  'retrieval/known-versions': `-- For each row asked about, the newest row of its key that was known then: each version of an event holds from its
-- created time until the next one's.
CREATE OR REPLACE TEMP TABLE {{matches}} AS
SELECT rid, newest.pos AS pos, newest.t AS event_time
FROM (
  SELECT asked.rid, any_value(asked.instant) AS instant,
    max({t: rows.event_time, c: rows.created, r: rows.row_id, pos: rows.pos}) AS newest
  FROM (SELECT * FROM {{asked}} WHERE {{complete}}) AS asked
  JOIN (
{{rows}}
  ) AS rows ON {{same_keys}} AND rows.event_time <= asked.instant AND rows.created <= asked.instant
    AND (rows.until IS NULL OR rows.until > epoch_us(asked.instant))
  GROUP BY asked.rid
)
WHERE {{young}}`,
  'retrieval/known': `-- Matches that were known at their instant, and what stands in for the others.
CREATE OR REPLACE TEMP TABLE {{known}} AS
SELECT rid, pos, event_time FROM {{matches}} ANTI JOIN {{pending}} USING (rid)
UNION ALL
SELECT rid, pos, event_time FROM {{repaired}}`,
  'retrieval/latest-events': `-- For each key, its newest event at or before one instant: the rows asked about.
CREATE OR REPLACE TEMP TABLE {{matches}} AS
SELECT row_number() OVER () AS rid, {{keys}}, newest.t AS event_time,
  CASE WHEN isfinite(newest.c) THEN newest.c END AS created, newest.r AS row_id, $instant AS instant
FROM (
  SELECT {{keys}}, max({t: event_time, c: coalesce(created, '-infinity'::TIMESTAMP), r: row_id}) AS newest
  FROM (
{{rows}}
  ) AS rows
  WHERE event_time <= $instant
  GROUP BY {{keys}}
)`,
  'retrieval/latest': `-- For each key, its newest row at or before one instant.
CREATE OR REPLACE TEMP TABLE {{matches}} AS
SELECT {{keys}}, max(event_time) AS event_time, arg_max(pos, event_time) AS pos
FROM (
{{rows}}
) AS rows
GROUP BY {{keys}}`,
  'retrieval/matches': `-- For each row asked about, the newest row of its key at or before its instant; then ttl is applied to that row.
-- Nulls are left out before the join, because the engine's sorted join would match a null instant or second key.
{{into}}
SELECT {{columns}}
FROM (SELECT * FROM {{asked}} WHERE {{complete}}) AS asked
ASOF JOIN (
{{rows}}
) AS rows ON {{same_keys}} AND asked.instant >= rows.{{visible}}
WHERE {{young}}`,
  'retrieval/not-hidden': `-- The rows that answer today.
SELECT rows.* FROM (
{{rows}}
) AS rows
ANTI JOIN (
{{hidden}}
) AS hidden ON hidden.pos = rows.pos`,
  'retrieval/nothing': `-- Nothing was landed in the time asked about.
SELECT {{columns}} WHERE false`,
  'retrieval/part': `SELECT rows.* FROM (
{{rows}}
) AS rows
WHERE {{part}}`,
  'retrieval/pending': `-- Rows asked about whose match was not yet known at their instant: what they may see is looked for below.
CREATE OR REPLACE TEMP TABLE {{pending}} AS
SELECT asked.* FROM {{asked}} AS asked
JOIN {{matches}} AS matches ON matches.rid = asked.rid
WHERE matches.created IS NULL OR matches.created > asked.instant`,
  'retrieval/records': `-- A row becomes visible at the later of its event time and its created time. Along that order only a row newer than
-- all rows visible before it can be the newest known, so each of these is the answer until the next one is visible.
WITH ranked AS (
  SELECT rows.*, greatest(event_time, created) AS visible,
    row_number() OVER (PARTITION BY {{keys}} ORDER BY event_time, created, row_id) AS place
  FROM (
{{rows}}
  ) AS rows
  WHERE created IS NOT NULL
)
SELECT * FROM ranked
QUALIFY place > coalesce(max(place) OVER (
  PARTITION BY {{keys}} ORDER BY visible, place DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
), 0)`,
  'retrieval/rows': `-- Who and when of one segment's rows; pos names a row over all segments of the history.
SELECT {{columns}}, file_row_number + {{offset}} AS pos
FROM read_parquet({{file}}, file_row_number = true)
WHERE {{within}}`,
  'retrieval/some-keys': `-- Keys of a history, any of them: only as much is read as it takes to find some.
SELECT {{keys}} FROM (
{{rows}}
) AS rows
WHERE starts_with(CAST(k0 AS VARCHAR), $starts_with)
LIMIT 500`,
  'retrieval/spine': `-- The rows asked about as they came, columns numbered: a name is data. The engine's row number keeps their order.
CREATE OR REPLACE TEMP TABLE spine AS SELECT {{columns}} FROM {{relation}}`,
  'retrieval/tie-free': `-- Of equal event times the greatest created, then the latest row.
SELECT rows.* FROM (
{{rows}}
) AS rows
QUALIFY row_number() OVER (PARTITION BY {{keys}}, event_time ORDER BY created DESC NULLS LAST, row_id DESC) = 1`,
  'retrieval/values': `-- The values of matched rows alone, fetched by their place.
SELECT {{columns}}
FROM {{matches}} AS matches
{{joins}}`,
  'retrieval/view-answer': `LEFT JOIN (
{{answer}}
) AS {{name}} ON {{name}}.rid = spine.rowid`,
  'retrieval/whole-number-of-text': `CASE
  WHEN regexp_full_match({{text}}, '[+-]?\\d+(\\.0*)?') THEN TRY_CAST({{text}} AS {{type}})
  WHEN regexp_full_match({{text}}, '[+-]?\\d+(\\.\\d{0,10})?[eE][+-]?\\d+')
    AND TRY_CAST({{text}} AS DECIMAL(38, 10)) = TRY_CAST({{text}} AS {{type}})
  THEN TRY_CAST({{text}} AS {{type}})
END`,
  'retrieval/whole-rows': `-- One segment's rows with their values, its files laid side by side.
SELECT {{columns}}, identities.file_row_number + {{offset}} AS pos
FROM read_parquet({{file}}, file_row_number = true) AS identities {{beside}}
WHERE {{within}}`,
  'retrieval/window-answer': `-- Every row asked about, with or without events.
SELECT {{columns}}
FROM (SELECT rid, epoch_us(instant) AS "at" FROM {{asked}} WHERE {{complete}}) AS asked
{{joins}}`,
  'retrieval/window-asked': `SELECT {{columns}} FROM (
  SELECT rid, {{keys}}, epoch_us(instant) AS micros FROM {{asked}} WHERE {{complete}}
)`,
  'retrieval/window-merged': `-- Edges and whole tiles of each row asked about as one.
{{into}}
SELECT {{columns}} FROM {{parts}} GROUP BY {{group}}`,
  'retrieval/window-pairs': `-- Rows asked about, each with events of its key: those of a window lie in the bucket of its instant or the one before.
(
{{asked}}
) AS asked
JOIN (
{{events}}
) AS events ON {{matching}}`,
  'retrieval/window-part': `LEFT JOIN {{table}} AS {{name}} ON {{name}}.rid = asked.rid`,
  'retrieval/window-pass': `-- The events of each row asked about, put together.
{{into}}
SELECT {{columns}}
FROM {{rows}}
GROUP BY {{group}}`,
  'retrieval/window-tiles': `-- Events of a key put together by stretches of time, so that many of them are one row.
CREATE OR REPLACE TEMP TABLE {{tiles}} AS
SELECT {{columns}}
FROM (
{{events}}
)
GROUP BY {{group}}`,
  'retrieval/window-whole-tiles': `-- The tiles that lie wholly in a window, beside what its edges gave.
INSERT INTO {{parts}}
SELECT {{columns}}
FROM (
{{asked}}
) AS asked
JOIN {{tiles}} AS tiles ON {{matching}}
GROUP BY {{group}}`,
} satisfies Record<string, string>

export type TemplateName = keyof typeof templates
