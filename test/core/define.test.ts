// Do the builders say what YAML says, and do their types allow what the schema allows?
import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import type { z } from 'zod'
import * as define from '../../src/core/define.ts'
import * as percentiles from '../../src/core/define-percentiles.ts'
import type * as schema from '../../src/core/definitions.ts'

const { bucketize, collected, csv, entity, featureService, featureView, json, minMax, parquet, sql, standardize } =
  define

beforeEach(() => void collected())

const patient = () => entity('patient', { keys: { patient_id: 'string' } })
const visits = () => csv('visits', { path: 'v.csv', timestamp: 'at' })

const declared: readonly (readonly [string, () => unknown, unknown])[] = [
  ['entity', patient, { keys: { patient_id: 'string' } }],
  ['csv', visits, { type: 'csv', path: 'v.csv', timestamp: 'at' }],
  ['json', () => json('j', { path: 'j', timestamp: 't' }), { type: 'json', path: 'j', timestamp: 't' }],
  ['parquet', () => parquet('p', { path: 'p', timestamp: 't' }), { type: 'parquet', path: 'p', timestamp: 't' }],
  [
    'featureView of things',
    () => featureView('v', { entity: patient(), source: visits(), features: { a: 'a' }, ttl: '7d' }),
    { entity: 'patient', source: 'visits', features: { a: 'a' }, ttl: '7d' },
  ],
  [
    'featureView of names',
    () => featureView('v', { entities: ['a', patient()], source: 's', features: { a: 'a' } }),
    { entities: ['a', 'patient'], source: 's', features: { a: 'a' } },
  ],
  [
    'featureService',
    () => featureService('s', { features: [['v:a', 'v:b'], 'w:*'], owner: 'me' }),
    { features: ['v:a', 'v:b', 'w:*'], owner: 'me' },
  ],
]

for (const [name, declare, body] of declared) {
  test(`${name} declares its body as YAML would write it`, () => {
    declare()
    assert.deepEqual(collected().at(-1)?.body, body)
    assert.deepEqual(collected(), [])
  })
}

const features: readonly (readonly [string, unknown, unknown])[] = [
  ['sql', sql`a + ${2} ${'b'} \d`, { sql: 'a + 2 b \\d' }],
  ['minMax', minMax('age'), { minMax: 'age' }],
  [
    'minMax with more',
    minMax('age', { type: 'float32', tags: ['t'] }),
    { minMax: 'age', type: 'float32', tags: ['t'] },
  ],
  ['standardize', standardize('age', { default: 0 }), { standardize: 'age', default: 0 }],
  ['bucketize by bins', bucketize('age', { bins: 4 }), { bucketize: 'age', bins: 4 }],
  [
    'bucketize by edges',
    bucketize('age', { edges: [1, 2], owner: 'me' }),
    { bucketize: 'age', edges: [1, 2], owner: 'me' },
  ],
]

for (const [name, given, expected] of features) {
  test(`${name} is the long form`, () => assert.deepEqual(given, expected))
}

test('every percentile has a function of its name', () => {
  const given = Object.entries(percentiles)
  assert.equal(given.length, 99)
  for (const [name, of] of given)
    assert.deepEqual(of('x', { window: '1h' }), { aggregate: name, of: 'x', window: '1h' })
})

test('a view refers to its features', () => {
  const view = featureView('v', { entity: 'e', source: 's', features: { a: 'a', b: 'b' } })
  assert.deepEqual(view.pick('b', 'a'), ['v:b', 'v:a'])
  assert.deepEqual(view.all(), ['v:*'])
})

test('a declaration knows the line of its builder, not of what stands above or below it', () => {
  const line = Number(/:(\d+):\d+\)?$/m.exec(new Error('here').stack ?? '')?.[1])
  patient()
  const [first] = collected()
  assert.match(first?.stack.split('\n')[1] ?? '', /patient .*define\.test\.ts:\d+:\d+/)
  entity('other', { keys: { id: 'string' } })
  assert.match(collected()[0]?.stack.split('\n')[1] ?? '', new RegExp(`define\\.test\\.ts:${line + 4}:3`))
})

/** Lists and objects of a schema's input, as the builders promise not to change them. */
type Fixed<T> = T extends object ? { readonly [K in keyof T]: Fixed<T[K]> } : T
type Input<S extends z.ZodType> = Fixed<z.input<S>>
type Typeless<S> = S extends unknown ? Omit<S, 'type'> : never
type Named<B> = Omit<B, 'entity' | 'entities' | 'source'>

/** Compiles only when each of two types allows all that the other does. */
const same = <A, B>(_there: (it: A) => B, _back: (it: B) => A): void => {}

test('the types of the builders are those of the schema', () => {
  same<define.EntityBody, Input<typeof schema.entity>>(
    (it) => it,
    (it) => it,
  )
  same<define.CsvBody, Typeless<Input<typeof schema.csvSource>>>(
    (it) => it,
    (it) => it,
  )
  same<define.JsonBody, Typeless<Input<typeof schema.jsonSource>>>(
    (it) => it,
    (it) => it,
  )
  same<define.ParquetBody, Typeless<Input<typeof schema.parquetSource>>>(
    (it) => it,
    (it) => it,
  )
  same<define.LongFeature, Input<typeof schema.longFeature>>(
    (it) => it,
    (it) => it,
  )
  same<Named<define.ViewBody>, Named<Input<typeof schema.view>>>(
    (it) => it,
    (it) => it,
  )
})
