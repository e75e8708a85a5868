// Is a registry that an earlier Pintail wrote read as it was, and does it take what is new?
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { fixedClock } from '../../src/core/clock.ts'
import { driftCourse, reportsOf } from '../../src/monitoring/memory.ts'
import { history } from '../../src/registry/files.ts'
import { openRegistry } from '../../src/registry/registry.ts'
import { templates } from '../../src/sql/templates.ts'
import { openDatabase } from '../../src/sqlite.ts'

const words = '"description":"","owner":"","tags":[]'
const reads = '"reads":{"raw":[{"name":"x","type":"int64"}],"derived":[]}'

const written = `
  INSERT INTO runs (kind, subject, started, status) VALUES ('apply', '', 1, 'done'), ('ingest', 's', 2, 'done');
  INSERT INTO row_sets (view, source, fingerprint, definition) VALUES ('v', 's', 'rows',
    '{"keys":[{"name":"k","type":"string"}],"filter":null,"timestamp":"t","created":null,"timezone":"UTC",${reads}}');
  INSERT INTO feature_versions (view, feature, version, fingerprint, row_set, type, definition, applied) VALUES
    ('v', 'a', 1, 'one', 1, 'int64', '{"expression":"x","uses":[],${reads},"default":null,${words}}', 1),
    ('v', 'a', 2, 'two', 1, 'int64', '{"expression":"x+1","uses":[],${reads},"default":7,${words}}', 1);
  INSERT INTO view_versions (view, version, fingerprint, row_set, definition, applied) VALUES
    ('v', 1, 'view', 1, '{"entities":["e"],"ttl":null,"online":true,"features":[2],${words}}', 1);
  INSERT INTO service_versions (service, version, fingerprint, definition, applied) VALUES
    ('m', 1, 'service', '{"members":[[1,2]],${words}}', 1);
  INSERT INTO current_versions VALUES ('view', 'v', 1), ('service', 'm', 1);
  INSERT INTO segments (row_set, kind, first_run, last_run, rows, earliest, latest)
    VALUES (1, 'newest', 2, 2, 5, 10, 20), (1, 'superseded', 2, 2, 1, 10, 10), (1, 'newest', 2, 2, 1, 1, 1);
  INSERT INTO segment_files VALUES ('a.parquet', 1, 1, '[1]'), ('b.parquet', 1, 0, '[2]'), ('c.parquet', 2, 1, '[1,2]');
  DELETE FROM segments WHERE id = 3`

test('a registry of the first format', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'pintail-older-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const path = join(folder, 'registry.db')
  const first = openDatabase(path, { name: 'registry.db', migrations: [templates['registry/0001']] })
  first.exec(written)
  first.close()
  const registry = openRegistry({ path, offline: folder, clock: fixedClock(9n) })
  t.after(() => registry.close())

  const { features, current, rowSets } = registry.state()
  assert.deepEqual(
    [...features.values()].map((it) => [it.id, it.kind, it.aggregate, it.version, it.status, it.default]),
    [
      [1, 'row', null, 1, 'retired', null],
      [2, 'row', null, 2, 'current', 7n],
    ],
  )
  assert.deepEqual([rowSets.get(1)?.events, rowSets.get(1)?.eventId], [false, null])
  assert.deepEqual(
    current.views.get('v')?.features.map((it) => it.id),
    [2],
  )
  assert.deepEqual(
    current.services.get('m')?.members.map((it) => [it.view.id, it.feature.id, it.category]),
    [[1, 2, null]],
  )
  assert.deepEqual(
    history(registry, 1).segments.map((it) => [it.id, it.kind, it.rows, it.files.length]),
    [
      [1, 'newest', 5, 2],
      [2, 'superseded', 1, 1],
    ],
  )
  const { database } = registry
  assert.deepEqual(database.pragma('foreign_key_check'), [])
  database.exec(
    `INSERT INTO segments (row_set, kind, first_run, last_run, rows, earliest, latest) VALUES (1, 'events', 2, 2, 1, 1, 1)`,
  )
  assert.equal(database.prepare('SELECT max(id) FROM segments').pluck().get(), 4n, 'no id comes a second time')
})

test('what runs found of drift stays when a run is compared with more than one baseline', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'pintail-older-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const path = join(folder, 'registry.db')
  const formats = ['0001', '0002', '0003', '0004', '0005'] as const
  const before = openDatabase(path, {
    name: 'registry.db',
    migrations: formats.map((format) => templates[`registry/${format}`]),
  })
  before.exec(`
    INSERT INTO drift_reports (run, view, taken, verdict, body) VALUES (2, 'v', 5, 'ok', '{}'), (3, 'v', 6, 'fail', '{}');
    INSERT INTO drift_scores VALUES (1, 1, '', 1, 'ok', 0.1, 0.2, 0), (2, 1, '', 1, 'fail', 0.3, 0.4, 0)`)
  before.close()
  const registry = openRegistry({ path, offline: folder, clock: fixedClock(9n) })
  t.after(() => registry.close())
  assert.deepEqual(
    driftCourse(registry, { feature: 1, member: '' }).map(({ run, at, verdict, psi }) => [run, at, verdict, psi]),
    [
      [2, 5n, 'ok', 0.1],
      [3, 6n, 'fail', 0.3],
    ],
  )
  assert.deepEqual(
    reportsOf(registry, 3).map(({ verdict }) => verdict),
    ['fail'],
  )
})
