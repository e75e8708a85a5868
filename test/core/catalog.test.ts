// Do definitions fit together, and is every one that does not told with its place?
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { catalogOf, type Declaration } from '../../src/core/catalog.ts'
import type { DefinitionKind } from '../../src/core/definitions.ts'
import { toldBy } from '../definitions/temporary-project.ts'

const declare = (kind: DefinitionKind, name: string, body: unknown): Declaration => ({
  kind,
  name,
  body,
  place: (path) => ({ file: [kind, name, ...path].map(String).join('.') }),
})

const patient = declare('entities', 'patient', { keys: { patient_id: 'string' } })
const site = declare('entities', 'site', { keys: { country: 'string', site_no: 'int32' } })
const visits = declare('sources', 'visits', { type: 'csv', path: 'v.csv', timestamp: 'at' })
const view = (body: object): Declaration =>
  declare('views', 'cardiac', { entity: 'patient', source: 'visits', features: { age: 'age' }, ...body })
const service = (...features: string[]): Declaration => declare('services', 'risk', { features })

const catalog = (...declarations: Declaration[]) => catalogOf([patient, site, visits, ...declarations])

test('a view gets its defaults, its keys in order, and what its features inherit', () => {
  const both = declare('views', 'both', {
    entities: ['site', 'patient'],
    source: 'visits',
    owner: 'me',
    tags: ['t'],
    sla: '1h',
    features: { a: 'x', b: { sql: 'y', owner: 'you', type: 'int32', default: 0 }, c: { minMax: 'x' } },
  })
  const { views } = catalog(view({ ttl: '0s' }), both)
  assert.deepEqual(views.get('cardiac'), {
    name: 'cardiac',
    entities: ['patient'],
    keys: [{ name: 'patient_id', type: 'string' }],
    source: 'visits',
    ofEvents: false,
    ttl: null,
    where: null,
    features: [
      {
        kind: 'row',
        name: 'age',
        declared: 'age',
        expression: 'age',
        operand: null,
        type: null,
        default: null,
        description: '',
        owner: '',
        tags: [],
        checks: [],
      },
    ],
    online: true,
    sla: null,
    description: '',
    owner: '',
    tags: [],
    checks: [],
  })
  const read = views.get('both')
  assert.deepEqual(
    read?.keys.map(({ name }) => name),
    ['country', 'site_no', 'patient_id'],
  )
  assert.equal(read?.sla, 3_600_000_000n)
  assert.deepEqual(
    read?.features.map(({ name, owner, tags, type, default: standIn }) => [name, owner, tags, type, standIn]),
    [
      ['a', 'me', ['t'], null, null],
      ['b', 'you', ['t'], 'int32', 0],
      ['c', 'me', ['t'], null, null],
    ],
  )
})

test('what is read cannot be changed', () => {
  const { views, sources } = catalog(view({ tags: ['t'] }))
  assert.ok(Object.isFrozen(views.get('cardiac')?.features[0]))
  assert.ok(Object.isFrozen(views.get('cardiac')?.tags))
  assert.ok(Object.isFrozen(sources.get('visits')))
})

test('the place of any part can be asked for', () => {
  const { placeOf } = catalog(view({}))
  assert.deepEqual(placeOf('views', 'cardiac', ['features', 'age']), { file: 'views.cardiac.features.age' })
  assert.equal(placeOf('views', 'other'), undefined)
})

const faults: readonly (readonly [string, readonly Declaration[], readonly string[]])[] = [
  [
    'an unknown entity',
    [view({ entity: 'pateint' })],
    [
      'unknown_entity views.cardiac.entity feature view "cardiac" names the entity "pateint", which is not defined → did you mean "patient"?   define it among entities',
    ],
  ],
  [
    'an unknown entity of two',
    [view({ entity: undefined, entities: ['patient', 'zzzzzzzzz'] })],
    [
      'unknown_entity views.cardiac.entities.1 feature view "cardiac" names the entity "zzzzzzzzz", which is not defined → define it among entities',
    ],
  ],
  [
    'an unknown source',
    [view({ source: 'visit' })],
    [
      'unknown_source views.cardiac.source feature view "cardiac" names the source "visit", which is not defined → did you mean "visits"?   define it among sources',
    ],
  ],
  [
    'an unknown view',
    [view({}), service('cardaic:age')],
    [
      'unknown_view services.risk.features.0 feature service "risk" names the view "cardaic", which is not defined → did you mean "cardiac"?   pintail list views',
    ],
  ],
  [
    'an unknown feature',
    [view({}), service('cardiac:*', 'cardiac:aeg')],
    [
      'unknown_feature services.risk.features.1 feature view "cardiac" has no feature "aeg" → did you mean "age"?   pintail list features --view cardiac',
    ],
  ],
  [
    'a category of a feature that has none, of no feature, and of one that has them',
    [
      view({
        features: {
          n: { aggregate: 'count', windows: ['7d'] },
          kinds: { aggregate: 'count', by: 'kind', values: { top: 2 } },
        },
      }),
      service('cardiac:n_7d:a', 'cardiac:kind:a', 'cardiac:kinds:a:b', 'cardiac:kinds', 'cardiac:n_7d'),
    ],
    [
      'unknown_feature services.risk.features.0 feature view "cardiac" has no feature "n_7d:a" → did you mean "n_7d"?   pintail list features --view cardiac',
      'unknown_feature services.risk.features.1 feature view "cardiac" has no feature "kind:a" → did you mean "kinds"?   pintail list features --view cardiac',
    ],
  ],
  [
    'a window named as a key',
    [
      declare('entities', 'other', { keys: { n_7d: 'string' } }),
      view({ entity: 'other', features: { n: { aggregate: 'count', windows: ['7d'] } } }),
    ],
    [
      'bad_definition views.cardiac.features.n feature view "cardiac" has a feature with the name of its join key "n_7d" → rename the feature; the key is in every answer already',
    ],
  ],
  [
    'a feature named as a key',
    [view({ features: { patient_id: 'x' } })],
    [
      'bad_definition views.cardiac.features.patient_id feature view "cardiac" has a feature with the name of its join key "patient_id" → rename the feature; the key is in every answer already',
    ],
  ],
  [
    'one key twice, in another case',
    [
      declare('entities', 'other', { keys: { PATIENT_ID: 'string' } }),
      view({ entity: undefined, entities: ['patient', 'other'] }),
    ],
    [
      'bad_definition views.cardiac feature view "cardiac" has the join key "PATIENT_ID" twice → give one of the keys another name',
    ],
  ],
  [
    'a name twice',
    [view({}), view({})],
    [
      'duplicate_name views.cardiac feature view "cardiac" is defined twice → rename or remove one; the first is at views.cardiac',
    ],
  ],
  [
    'a bad name',
    [declare('entities', 'Bad "name"', { keys: { a: 'string' } })],
    [
      'bad_definition entities.Bad "name" a name is lower-case letters, digits and _, beginning with a letter; seen "Bad \\"name\\""',
    ],
  ],
]

for (const [name, declarations, expected] of faults) {
  test(`${name} is told`, async () => assert.deepEqual(await toldBy(() => catalog(...declarations)), expected))
}

test('a pinned version may have features that the current one lacks', () => {
  assert.equal(catalog(view({}), service('cardiac@2:gone')).services.size, 1)
})

test('an entity may have a key with the name of something every object has', () => {
  const odd = declare('entities', 'odd', { keys: { constructor: 'string' } })
  assert.equal(catalog(odd, view({ entity: 'odd' })).views.get('cardiac')?.keys[0]?.name, 'constructor')
})

test('all problems come at once, and names are not looked up while parts are missing', async () => {
  const met = [{ code: 'bad_yaml', message: 'broken', at: { file: 'a.yaml', line: 3 } } as const]
  const declarations = [patient, view({ ttl: 'x' }), declare('sources', 's', { type: 'csv' })]
  const lines = await toldBy(() => catalogOf(declarations, met))
  assert.deepEqual(
    lines.map((line) => line.split(' ').slice(0, 2).join(' ')),
    [
      'bad_yaml a.yaml:3',
      'bad_definition sources.s.path',
      'bad_definition sources.s.timestamp',
      'bad_definition views.cardiac.ttl',
    ],
  )
})

test('a problem says within what it stands', () => {
  assert.throws(
    () => catalog(view({ ttl: 'x' })),
    (thrown: { at?: unknown }) => {
      assert.deepEqual(thrown.at, { file: 'views.cardiac.ttl', within: 'feature view "cardiac"' })
      return true
    },
  )
})
