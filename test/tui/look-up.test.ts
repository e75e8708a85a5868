// Why does production say something else than history, and what can be typed? Tables over plain data.
import { deepEqual, equal, match } from 'node:assert/strict'
import { describe, it } from 'node:test'
import { writeKey } from '../../src/core/key-text.ts'
import type { Value } from '../../src/core/values.ts'
import { beginningOf, examplesAsked, goesOn, keySets, readExamples } from '../../src/tui/data/keys.ts'
import type { LookedUpFeature } from '../../src/tui/data/look-up.ts'
import { causeOf, explained, pastWords, tallied } from '../../src/tui/present/agreement.ts'

const hour = 3_600_000_000n
const now = 100n * hour

/** Materialized 10 hours ago up to run 2, with a row of 50 hours ago. */
const same: LookedUpFeature = {
  reference: 'v:x',
  view: 'v',
  name: 'x',
  readBy: [],
  past: null,
  type: 'float64',
  online: '1',
  status: 'PRESENT',
  time: now - 50n * hour,
  offline: '2',
  at: now,
  agreement: 'differs',
  version: 1,
  applied: now - 90n * hour,
  isAggregated: false,
  known: { until: now - 10n * hour, lastRun: 2 },
  row: { eventTime: now - 50n * hour, created: null, run: 2 },
  newest: now - 50n * hour,
}

const cases: readonly (readonly [
  name: string,
  more: Partial<LookedUpFeature>,
  cause: ReturnType<typeof causeOf>,
  why: RegExp | null,
  fix: string | null,
])[] = [
  ['the same', { agreement: 'same' }, null, null, null],
  [
    'the same by chance',
    { agreement: 'same', row: { eventTime: now - 40n * hour, created: null, run: 3 } },
    null,
    /same by chance: history answers by another row/,
    'pintail materialize v',
  ],
  [
    'the same though not materialized',
    { agreement: 'same', known: null },
    null,
    /by chance: this version is not materialized yet/,
    'pintail materialize v',
  ],
  ['unknown', { agreement: 'unknown' }, null, null, null],
  ['never materialized', { known: null }, 'not materialized', /never materialized/, 'pintail materialize v'],
  [
    'not this version',
    { known: null, version: 3 },
    'not materialized',
    /Version 3 was applied 3 days ago/,
    'pintail materialize v',
  ],
  [
    'a later run',
    { row: { eventTime: now - 40n * hour, created: null, run: 3 } },
    'newer in history',
    /after the last materialize 10 hours ago/,
    'pintail materialize v',
  ],
  [
    'a later event',
    { row: { eventTime: now - hour, created: null, run: 2 } },
    'newer in history',
    /newer row/,
    'pintail materialize v',
  ],
  [
    'a window with late rows',
    { isAggregated: true, row: null },
    'late rows',
    /rows of before then came in/,
    'pintail materialize v',
  ],
  [
    'too old',
    { row: null, status: 'OUTSIDE_MAX_AGE' },
    'too old',
    /older than the view's ttl/,
    'pintail materialize v',
  ],
  ['missing online', { status: 'NOT_FOUND', time: null }, 'not online', /online store does not/, 'pintail verify v'],
  ['missing in history', { row: null, newest: null }, 'not in history', /no row of it/, 'pintail verify v'],
  ['no cause', {}, 'unexplained', /not the same/, 'pintail verify v'],
]

describe('why they differ', () => {
  for (const [name, more, cause, why, fix] of cases)
    it(name, () => {
      const feature = { ...same, ...more }
      equal(causeOf(feature), cause)
      const told = explained(feature, now)
      equal(told?.fix ?? null, fix)
      if (why === null) equal(told, null)
      else match(told?.why ?? '', why)
    })
  it('what a service still reads is told, with its value', () =>
    match(
      explained({ ...same, known: null, version: 2 }, now, [{ version: 1, readBy: ['s@1', 't@2'], online: '0.5' }])
        ?.why ?? '',
      /not materialized yet: s@1, t@2 still reads version 1, which answers 0\.5\.$/,
    ))
  const row = (hours: bigint) => ({ eventTime: now - hours * hour, created: null, run: 1 })
  const past = { at: now - 60n * hour, value: '1', isSame: false, row: row(70n) }
  const told: readonly (readonly [Partial<LookedUpFeature>, string | null])[] = [
    [{}, null],
    [{ past }, '1, by the row of 1970-01-02 06:00:00 UTC'],
    [{ past: { ...past, isSame: true } }, '1, by the row of 1970-01-02 06:00:00 UTC, which says the same'],
    [{ past: { ...past, row: row(50n), isSame: true } }, '1, by the same row as now'],
    [{ past: { ...past, value: null, row: null } }, 'null: no row could answer then'],
    [{ past, isAggregated: true }, '1, over the windows that ended then'],
    [{ past: { ...past, isSame: true }, isAggregated: true }, '1, as now'],
  ]
  for (const [more, wanted] of told) it(`then: ${wanted}`, () => equal(pastWords({ ...same, ...more }), wanted))
  it('causes are counted, the most frequent first', () => {
    equal(
      tallied(['not materialized', 'newer in history', 'newer in history']),
      '2 newer in history, 1 not materialized yet',
    )
    equal(tallied([]), '')
  })
})

const never = new AbortController().signal

describe('what can be typed', () => {
  const read = {
    views: [
      { view: 'a', entities: ['patient'] },
      { view: 'b', entities: ['user', 'patient'] },
      { view: 'c', entities: ['patient'] },
    ],
    entities: [
      { name: 'patient', keys: ['patient_id string'], views: ['a', 'b', 'c'] },
      { name: 'user', keys: ['user id int64'], views: ['b'] },
    ],
  }
  it('keys that are typed together, the most usual first', () =>
    deepEqual(
      keySets(read).map(({ names, types, views }) => [names, types, views]),
      [
        [['patient_id'], ['string'], ['a', 'c']],
        [['user id', 'patient_id'], ['int64', 'string'], ['b']],
      ],
    ))
  const beginnings: readonly (readonly [string, ReturnType<typeof beginningOf>])[] = [
    ['', { pairs: [], bare: '' }],
    [' p0', { pairs: [], bare: 'p0' }],
    ['patient_id = p0', { pairs: [['patient_id', 'p0']], bare: '' }],
    ['patient_id=a=b', { pairs: [['patient_id', 'a=b']], bare: '' }],
    [
      'user id=1,patient_id="a,b"',
      {
        pairs: [
          ['user id', '1'],
          ['patient_id', 'a,b'],
        ],
        bare: '',
      },
    ],
  ]
  for (const [typed, wanted] of beginnings)
    it(`"${typed}"`, () => deepEqual(beginningOf(typed, ['user id', 'patient_id']), wanted))
  const going: readonly (readonly [typed: string, isSo: boolean])[] = [
    ['', true],
    ['user=u', true],
    ['user=u1,merchant=m', true],
    ['merchant=m1,user=', true],
    ['user=u,merchant=m', false],
    ['merchant=u', false],
    ['u', true],
    ['m1', true],
    ['x', false],
  ]
  for (const [typed, isSo] of going)
    it(`"${typed}" ${isSo ? 'goes on as' : 'is not'} the key`, () => {
      const names = ['merchant', 'user']
      const key = new Map([
        ['merchant', 'm1'],
        ['user', 'u1'],
      ])
      equal(goesOn(key, beginningOf(typed, names)), isSo)
    })
  type Asked = readonly [of: string | null, begins: string]
  const asked: readonly (readonly [typed: string, first: Asked, second: Asked])[] = [
    ['', [null, ''], [null, '']],
    ['p0', [null, 'p0'], [null, 'p0']],
    ['patient_', [null, ''], [null, '']],
    ['patient_id=p0', ['patient_id', 'p0'], ['patient_id', 'p0']],
    ['user id=1,patient_id=p0', ['user id', ''], ['user id', '1']],
  ]
  for (const [typed, first, second] of asked)
    it(`examples for "${typed}"`, () =>
      equal(
        examplesAsked(read, typed),
        JSON.stringify([
          ['a', ['patient_id'], ['string'], ...first],
          ['b', ['user id', 'patient_id'], ['int64', 'string'], ...second],
        ]),
      ))
  it('each value stands beside its own name, written as it can be typed', async () => {
    const front = {
      someKeys: async () => [
        new Map<string, Value>([
          ['user', 7n],
          ['merchant', 'a,b'],
        ]),
      ],
    }
    const { ofView } = await readExamples(front, '[["v",["merchant","user"],["string","int64"],null,""]]', never)
    deepEqual([...(ofView.get('v') ?? [])].map(writeKey), ['merchant="a,b",user=7'])
  })
})
