// What do list and show say of an applied project?
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { PintailError } from '../../src/core/errors.ts'
import type { Listed, ListRequest } from '../../src/core/verbs.ts'
import { commitIngest } from '../../src/registry/commit.ts'
import { list, show } from '../../src/registry/listing.ts'
import { beginRun } from '../../src/registry/runs.ts'
import { edited, type Heart, heart, heartColumns, withFeature, withView } from '../support/heart.ts'
import { openWorkshop, type Workshop } from '../support/workshop.ts'

let workshop: Workshop
before(async () => {
  workshop = await openWorkshop()
  const described = (it: Heart): Heart =>
    withView({ owner: 'ml', tags: ['heart'], description: 'Hearts', sla: '1h' })(
      withFeature('risk', {
        sql: 'CASE WHEN chol >= 240 THEN 1.0 ELSE 0.0 END',
        default: 0,
        owner: 'cardiology',
        tags: ['score'],
      })(it),
    )
  await workshop.apply(edited(described), heartColumns)
  const fitted = [...workshop.registry.state().features.values()]
    .filter((it) => it.name === 'age_normalized')
    .map((it) => ({ ...it, fits: it.fits.map((fit, i) => ({ ...fit, value: 18 + i })) }))
  const run = beginRun(workshop.registry, 'ingest', 'visits')
  commitIngest(workshop.registry, {
    run,
    source: 'visits',
    files: [{ path: 'a.csv', hash: 'h', origin: 1, size: 1n, modified: 1n, changed: 1n, inode: 1n }],
    landed: [{ path: 'sources/visits/1.parquet', rows: 12, firstRowId: 0n }],
    segments: [],
    groups: [],
    hidden: [],
    computed: [],
    fitted,
    result: { rows: { read: 12, written: 12, rejected: 0, skipped: 0 }, detail: { notes: ['fine'] } },
  })
  await workshop.apply(
    edited((it) => withFeature('age_normalized', { standardize: 'age' })(described(it))),
    heartColumns,
  )
})
after(() => workshop.close())

const pick = (rows: readonly Listed[], ...keys: readonly string[]): unknown[][] =>
  rows.map((row) => keys.map((key) => row[key]))
const listed = (request: ListRequest, ...keys: readonly string[]) => pick(list(workshop.registry, request), ...keys)

describe('list', () => {
  const cases: readonly (readonly [ListRequest, readonly string[], unknown])[] = [
    [
      { what: 'views' },
      ['view', 'version', 'status', 'entities', 'source', 'features', 'ttl', 'owner'],
      [['cardiac', 2, 'current', ['patient'], 'visits', 7, '365d', 'ml']],
    ],
    [{ what: 'views', status: 'pinned' }, ['view', 'version'], [['cardiac', 1]]],
    [{ what: 'views', owner: 'nobody' }, ['view'], []],
    [
      { what: 'features', tag: 'score' },
      ['feature', 'version', 'type', 'default'],
      [['cardiac:risk', 1, 'float64', 0]],
    ],
    [
      { what: 'features', owner: 'ml', status: 'pinned' },
      ['feature', 'version'],
      [
        ['cardiac:age_normalized', 1],
        ['cardiac:score', 1],
      ],
    ],
    [
      { what: 'features', view: 'cardiac', entity: 'patient' },
      ['feature'],
      Object.keys(heart().features).map((name) => [`cardiac:${name}`]),
    ],
    [{ what: 'entities' }, ['entity', 'keys', 'views'], [['patient', ['patient_id string'], ['cardiac']]]],
    [
      { what: 'sources' },
      ['source', 'type', 'path', 'columns', 'derived', 'views', 'files', 'rows'],
      [['visits', 'csv', 'data/visits.csv', 9, ['device', 'pulse', 'shout'], ['cardiac'], 1, 12]],
    ],
    [{ what: 'services' }, ['service', 'version', 'features', 'views'], [['heart_risk', 2, 2, ['cardiac']]]],
    [{ what: 'services', view: 'cardiac', status: 'pinned' }, ['service', 'version'], [['heart_risk', 1]]],
    [
      { what: 'runs' },
      ['run', 'kind', 'subject', 'status', 'read'],
      [
        [3, 'apply', '', 'done', 0],
        [2, 'ingest', 'visits', 'done', 12],
        [1, 'apply', '', 'done', 0],
      ],
    ],
  ]
  for (const [request, keys, expected] of cases)
    test(JSON.stringify(request), () => assert.deepEqual(listed(request, ...keys), expected))

  test('everything listed is plain JSON', () => {
    for (const what of ['views', 'features', 'entities', 'sources', 'services', 'runs'] as const) {
      const rows = list(workshop.registry, { what })
      assert.ok(rows.length > 0)
      assert.deepEqual(JSON.parse(JSON.stringify(rows)), rows)
    }
  })

  test('a filter over nothing known says so', () => {
    assert.throws(() => list(workshop.registry, { what: 'features', view: 'cardiak' }), {
      code: 'unknown_view',
      fix: /"cardiac"/,
    })
    assert.throws(() => list(workshop.registry, { what: 'views', entity: 'patients' }), {
      code: 'unknown_entity',
      fix: /"patient"/,
    })
  })
})

describe('show', () => {
  const of = (reference: string): Listed => show(workshop.registry, reference)
  const part = (value: unknown): Listed[] => (Array.isArray(value) ? value : [])

  test('a view, its features and versions', () => {
    const view = of('cardiac')
    assert.deepEqual(
      pick([view], 'version', 'status', 'ttl', 'sla', 'where', 'timestamp', 'created', 'keys', 'services'),
      [
        [
          2,
          'current',
          '365d',
          '1h',
          'chol IS NOT NULL',
          'measured_at',
          'recorded_at',
          ['patient_id string'],
          ['heart_risk@2'],
        ],
      ],
    )
    assert.deepEqual(pick(part(view.versions), 'version', 'status'), [
      [1, 'pinned'],
      [2, 'current'],
    ])
    assert.deepEqual(pick(part(of('cardiac@1').features), 'feature', 'version').slice(0, 2), [
      ['age', 1],
      ['age_normalized', 1],
    ])
    assert.equal(of('cardiac@1').sla, null)
  })

  test('a feature, with its fitted numbers, at a version of its view', () => {
    const now = of('cardiac:age_normalized')
    assert.deepEqual(pick(part(now.fitted), 'number', 'value'), [
      ['fit_mean(age)', 'not fitted yet'],
      ['fit_stddev(age)', 'not fitted yet'],
    ])
    assert.deepEqual(pick(part(now.versions), 'version', 'status'), [
      [1, 'pinned'],
      [2, 'current'],
    ])
    const then = of('cardiac@1:age_normalized')
    assert.deepEqual([then.version, then.status, then.services], [1, 'pinned', ['heart_risk@1']])
    assert.deepEqual(pick(part(then.fitted), 'number', 'value').sort(), [
      ['fit_max(age)', 19],
      ['fit_min(age)', 18],
    ])
    assert.deepEqual(of('cardiac:score').uses, ['age_normalized@2', 'risk@1'])
    assert.deepEqual(of('cardiac:loud').reads, ['props string', 'device string', 'shout string'])
    assert.equal(of('cardiac:risk').default, 0)
  })

  test('a service', () => {
    const service = of('heart_risk@1')
    assert.equal(service.status, 'pinned')
    assert.deepEqual(pick(part(service.features), 'feature', 'version', 'view_version', 'current'), [
      ['cardiac:age_normalized', 1, 1, false],
      ['cardiac:score', 1, 1, false],
    ])
    assert.equal(of('heart_risk').version, 2)
  })

  test('an entity, a source, a run', () => {
    assert.deepEqual(of('patient').keys, ['patient_id string'])
    const source = of('visits')
    assert.deepEqual([source.path, source.rows, source.views], ['data/visits.csv', 12, ['cardiac']])
    assert.equal(part(source.columns).length, 12)
    assert.deepEqual(
      pick([of('2'), of('run:2')], 'kind', 'read', 'detail'),
      Array(2).fill(['ingest', 12, { notes: ['fine'] }]),
    )
  })

  test('everything shown is plain JSON', () => {
    for (const reference of ['cardiac', 'cardiac@1', 'cardiac:age', 'heart_risk', 'patient', 'visits', '1'])
      assert.deepEqual(JSON.parse(JSON.stringify(of(reference))), of(reference))
  })

  const unknown: readonly (readonly [string, string, RegExp])[] = [
    ['cardiak', 'unknown_name', /did you mean "cardiac"/],
    ['cardiac:aeg', 'unknown_feature', /"age"/],
    ['cardiac@9', 'unknown_version', /pintail show cardiac/],
    ['99', 'unknown_name', /list runs/],
    ['Heart Risk', 'unknown_name', /./],
  ]
  for (const [reference, code, fix] of unknown) {
    test(`${reference} is unknown`, () =>
      assert.throws(
        () => of(reference),
        (thrown: unknown) => thrown instanceof PintailError && thrown.code === code && fix.test(thrown.fix ?? ''),
      ))
  }

  test('before the first apply', async () => {
    const fresh = await openWorkshop()
    try {
      assert.throws(() => show(fresh.registry, 'cardiac'), { code: 'not_applied' })
      assert.deepEqual(list(fresh.registry, { what: 'views' }), [])
    } finally {
      fresh.close()
    }
  })
})
