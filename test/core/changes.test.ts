// Which edits make a version, of what, and which make none? Each edit is planned over an applied project.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Analysed } from '../../src/core/analysed.ts'
import { planOf } from '../../src/core/plan.ts'
import type { State } from '../../src/core/state.ts'
import type { Change } from '../../src/core/verbs.ts'
import {
  definitionsOf,
  edited,
  type Heart,
  heart,
  heartColumns,
  withColumn,
  withFeature,
  without,
  withSource,
  withView,
} from '../support/heart.ts'
import { type Columns, openWorkshop, type Workshop } from '../support/workshop.ts'

let workshop: Workshop
let state: State
before(async () => {
  workshop = await openWorkshop()
  await workshop.apply(definitionsOf(heart()), heartColumns)
  state = workshop.registry.state()
})
after(() => workshop.close())

const line = ({ kind, name, action, from, to, why }: Change): string =>
  `${kind} ${name} ${action}${from === null && to === null ? '' : ` ${from} → ${to}`}${why.length === 0 ? '' : `: ${why.join('; ')}`}`

const planned = async (edit: (it: Heart) => Heart, columns: Columns = heartColumns) => {
  const analysed: Analysed = await workshop.analyse(edited(edit), columns)
  return planOf(analysed, state)
}

describe('edits that make no version', () => {
  const risk = (sql: string) => withFeature('risk', { sql, default: 0 })
  const none: readonly (readonly [string, (it: Heart) => Heart])[] = [
    ['nothing', (it) => it],
    ['spaces', risk('CASE   WHEN chol>=240\n THEN 1.0 ELSE 0.0 END')],
    ['a comment', risk('CASE WHEN chol >= 240 THEN 1.0 ELSE 0.0 END -- step')],
    ['case of keywords', risk('case when chol >= 240 then 1.0 else 0.0 end')],
    ['case of names', risk('CASE WHEN CHOL >= 240 THEN 1.0 ELSE 0.0 END')],
    ['quotes about a name', risk('CASE WHEN "chol" >= 240 THEN 1.0 ELSE 0.0 END')],
    ['brackets', risk('(CASE WHEN (chol >= 240) THEN 1.0 ELSE 0.0 END)')],
    ['the type it has anyway', withFeature('age', { sql: 'age', type: 'int64' })],
    [
      'a default in another spelling',
      withFeature('risk', { sql: 'CASE WHEN chol >= 240 THEN 1.0 ELSE 0.0 END', default: 0.0 }),
    ],
    ['minMax written out', withFeature('age_normalized', '(age - fit_min(age)) / (fit_max(age) - fit_min(age))')],
    [
      'entities for entity',
      (it) => withView({ entities: ['patient'] })({ ...it, view: { ...it.view, entity: undefined } }),
    ],
    ['ttl in another unit', withView({ ttl: '8760h' })],
    ['online as it is', withView({ online: true })],
    ['UTC by name', withSource({ timezone: 'UTC' })],
    ['a derived column that nothing reads', withColumn('spare', { sql: 'age * 2' })],
    ['spaces in a derived column', withColumn('shout', { sql: 'UPPER( device )' })],
    ['the filter in other words', withView({ where: 'CHOL is not null -- known' })],
    ['the timestamp as it is found', withSource({ timestamp: 'MEASURED_AT' })],
    ['the path of the source', withSource({ path: 'elsewhere/*.csv' })],
    ['how it is read', withSource({ options: { delimiter: ';' }, max_rejected: 0.5 })],
  ]
  for (const [name, edit] of none) {
    test(name, async () => {
      const { changes, affected } = await planned(edit)
      const versions = changes.filter((it) => it.kind !== 'source')
      assert.deepEqual(versions.map(line), [])
      assert.deepEqual(affected, [])
    })
  }
  test('another column in the files', async () => {
    const { changes } = await planned((it) => it, { visits: { ...heartColumns.visits, bmi: 'float64' } })
    assert.deepEqual(changes.map(line), ['source visits changed: new column bmi'])
  })
})

describe('words are recorded, and make no version', () => {
  const cases: readonly (readonly [string, (it: Heart) => Heart, readonly string[]])[] = [
    [
      'of a feature',
      withFeature('age', { sql: 'age', description: 'In years' }),
      ['feature cardiac:age described 1 → 1: description'],
    ],
    ['of a view', withView({ description: 'Hearts' }), ['view cardiac described 1 → 1: description']],
    ['a promise of freshness', withView({ sla: '1h' }), ['view cardiac described 1 → 1: sla none → 1h']],
    [
      'the order of features',
      (it) => ({ ...it, features: Object.fromEntries(Object.entries(it.features).reverse()) }),
      ['view cardiac described 1 → 1: the order of its features'],
    ],
    [
      'of a service',
      (it) => ({ ...it, services: { heart_risk: { ...it.services.heart_risk, owner: 'ml' } } }),
      ['service heart_risk described 1 → 1: owner none → ml'],
    ],
    [
      'how a service names what it reads: pinned names stay where a new version comes',
      (it) => ({ ...it, services: { heart_risk: { features: ['cardiac@1:age_normalized', 'cardiac:score'] } } }),
      ['service heart_risk described 1 → 1: how it names its features'],
    ],
    ['of a source', withSource({ owner: 'clinic' }), ['source visits described: owner none → clinic']],
    ['of an entity', (it) => ({ ...it, entity: { ...it.entity, tags: ['a'] } }), ['entity patient described: tags']],
  ]
  for (const [name, edit, expected] of cases)
    test(name, async () => assert.deepEqual((await planned(edit)).changes.map(line), expected))

  test('the owner of a view is its features’ too', async () => {
    const { changes } = await planned(withView({ owner: 'ml' }))
    assert.equal(changes.length, 8)
    assert.ok(changes.every((it) => it.action === 'described'))
  })
})

describe('edits that make versions', () => {
  const cases: readonly (readonly [string, (it: Heart) => Heart, readonly string[], Columns?])[] = [
    [
      'an expression',
      withFeature('age', 'age + 1'),
      ['view cardiac changed 1 → 2: changed age', 'feature cardiac:age changed 1 → 2: expression'],
    ],
    [
      'a type',
      withFeature('age', { sql: 'age', type: 'float64' }),
      ['view cardiac changed 1 → 2: changed age', 'feature cardiac:age changed 1 → 2: type int64 → float64'],
    ],
    [
      'a default',
      withFeature('age', { sql: 'age', default: 50 }),
      ['view cardiac changed 1 → 2: changed age', 'feature cardiac:age changed 1 → 2: default none → 50'],
    ],
    [
      'what others use: they change with it, and the services that read them',
      withFeature('age_normalized', { standardize: 'age' }),
      [
        'view cardiac changed 1 → 2: changed age_normalized, score',
        'feature cardiac:age_normalized changed 1 → 2: expression',
        'feature cardiac:score changed 1 → 2: uses cardiac:age_normalized',
        'service heart_risk changed 1 → 2: changed cardiac:age_normalized; changed cardiac:score',
      ],
    ],
    [
      'a weight in an expression over features',
      withFeature('score', 'age_normalized + 2 * risk'),
      [
        'view cardiac changed 1 → 2: changed score',
        'feature cardiac:score changed 1 → 2: expression',
        'service heart_risk changed 1 → 2: changed cardiac:score',
      ],
    ],
    [
      'a share that is fitted',
      withFeature('heavy', { sql: 'weight > fit_quantile(weight, 0.95)', type: 'int32' }),
      ['view cardiac changed 1 → 2: changed heavy', 'feature cardiac:heavy changed 1 → 2: expression'],
    ],
    [
      'a derived column: what reads it, and no more',
      withColumn('device', { json: 'props', path: '$.agent.device' }),
      [
        'source visits changed: columns',
        'view cardiac changed 1 → 2: changed device, loud',
        'feature cardiac:device changed 1 → 2: column device',
        'feature cardiac:loud changed 1 → 2: column device',
      ],
    ],
    [
      'the type of a column in the files',
      (it) => it,
      [
        'source visits changed: column weight float64 → int64',
        'view cardiac changed 1 → 2: changed heavy',
        'feature cardiac:heavy changed 1 → 2: column weight float64 → int64',
      ],
      { visits: { ...heartColumns.visits, weight: 'int64' } },
    ],
    [
      'a new feature',
      withFeature('bmi', 'weight / 3'),
      ['view cardiac changed 1 → 2: new bmi', 'feature cardiac:bmi new null → 1'],
    ],
    [
      'a feature less',
      without('loud'),
      ['view cardiac changed 1 → 2: without loud', 'feature cardiac:loud retired 1 → null: no longer declared'],
    ],
    [
      'ttl: the view alone, and what answers with it',
      withView({ ttl: '7d' }),
      [
        'view cardiac changed 1 → 2: ttl 365d → 7d',
        'service heart_risk changed 1 → 2: ttl of cardiac:age_normalized 365d → 7d; ttl of cardiac:score 365d → 7d',
      ],
    ],
    [
      'not online',
      withView({ online: false }),
      [
        'view cardiac changed 1 → 2: online true → false',
        'service heart_risk changed 1 → 2: online of cardiac:age_normalized true → false; online of cardiac:score true → false',
      ],
    ],
    [
      'the list of a service',
      (it) => ({ ...it, services: { heart_risk: { features: ['cardiac:age', 'cardiac:score'] } } }),
      ['service heart_risk changed 1 → 2: new cardiac:age; without cardiac:age_normalized'],
    ],
    [
      'the order of a service',
      (it) => ({ ...it, services: { heart_risk: { features: ['cardiac:score', 'cardiac:age_normalized'] } } }),
      ['service heart_risk changed 1 → 2: the order of its features'],
    ],
    [
      'a new service over a pinned version',
      (it) => ({ ...it, services: { ...it.services, old: { features: ['cardiac@1:*'] } } }),
      ['service old new null → 1'],
    ],
    ['no service', (it) => ({ ...it, services: {} }), ['service heart_risk retired 1 → null: no longer declared']],
  ]
  for (const [name, edit, expected, columns] of cases)
    test(name, async () => assert.deepEqual((await planned(edit, columns)).changes.map(line), expected))

  const rows: readonly (readonly [string, (it: Heart) => Heart, string])[] = [
    ['the filter', withView({ where: 'chol > 0' }), 'where'],
    ['no filter', withView({ where: undefined }), 'where'],
    ['the timestamp', withSource({ timestamp: 'recorded_at' }), 'timestamp measured_at → recorded_at'],
    ['the created time', withSource({ created: undefined }), 'created recorded_at → none'],
    ['the time zone', withSource({ timezone: 'Europe/Berlin' }), 'timezone UTC → Europe/Berlin'],
    [
      'the type of a key',
      (it) => ({ ...it, entity: { keys: { patient_id: 'int64' } } }),
      'keys patient_id string → patient_id int64',
    ],
  ]
  for (const [name, edit, why] of rows) {
    test(`${name} decides which rows there are: every feature changes`, async () => {
      const { changes, affected } = await planned(edit)
      const view = changes.find((it) => it.kind === 'view')
      assert.ok(view?.why.includes(why), String(view?.why))
      const features = changes.filter((it) => it.kind === 'feature')
      assert.equal(features.length, Object.keys(heart().features).length)
      assert.ok(features.every((it) => it.action === 'changed' && it.to === 2))
      assert.deepEqual(affected, ['heart_risk'])
    })
  }

  test('a view that goes takes its features along', async () => {
    const { changes } = planOf(await workshop.analyse({}, heartColumns), state)
    assert.ok(changes.every((it) => it.action === 'retired'))
    assert.deepEqual(changes.map((it) => it.kind).sort(), [
      'entity',
      ...Array(7).fill('feature'),
      'service',
      'source',
      'view',
    ])
  })

  test('a feature that goes may be kept up to date for the versions of a service', async () => {
    const { changes } = await planned((it) => ({
      ...without('score')(it),
      services: { heart_risk: { features: ['cardiac:age'] } },
    }))
    const gone = changes.find((it) => it.name === 'cardiac:score')
    assert.deepEqual(gone?.why, ['no longer declared', 'kept up to date for service heart_risk'])
  })
})
