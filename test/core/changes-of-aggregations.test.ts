// Which edits of a view of events make a version, of what, and what is told of them?
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { planOf } from '../../src/core/plan.ts'
import type { State } from '../../src/core/state.ts'
import type { Change } from '../../src/core/verbs.ts'
import {
  type Behaviour,
  behaviour,
  behaviourColumns,
  behaviourEdited,
  behaviourOf,
  withBehaviour,
} from '../support/behaviour.ts'
import { openWorkshop, type Workshop } from '../support/workshop.ts'

let workshop: Workshop
let state: State
before(async () => {
  workshop = await openWorkshop()
  await workshop.apply(behaviourOf(behaviour()), behaviourColumns)
  state = workshop.registry.state()
})
after(() => workshop.close())

/** Features and services alone: what is told of their view follows from them. */
const line = ({ name, action, from, to, why }: Change): string => `${name} ${action} ${from} → ${to}: ${why.join('; ')}`

const planned = async (edit: (it: Behaviour) => Behaviour): Promise<string[]> => {
  const { changes } = planOf(await workshop.analyse(behaviourEdited(edit), behaviourColumns), state)
  return changes.filter((it) => it.kind === 'feature' || it.kind === 'service').map(line)
}

type Case = readonly [what: string, edit: (it: Behaviour) => Behaviour, told: readonly string[]]

const clicks = (over: object): Behaviour => ({
  ...behaviour(),
  features: {
    ...behaviour().features,
    clicks: { aggregate: 'count', where: "type = 'click'", windows: ['1h', '7d'], ...over },
  },
})

const column =
  (name: string, definition: object) =>
  (it: Behaviour): Behaviour => ({
    ...it,
    source: { ...it.source, columns: { ...(it.source.columns as object), [name]: definition } },
  })

describe('edits that make no version', () => {
  const none: readonly (readonly [what: string, edit: (it: Behaviour) => Behaviour])[] = [
    ['nothing', (it) => it],
    ['spaces in a condition', () => clicks({ where: "TYPE='click'" })],
    ['the side that is closed anyway', () => clicks({ closed: 'right' })],
    ['p90 as a quantile', withBehaviour('p90_cls', { aggregate: 'quantile', q: 0.9, of: 'cls', window: '30d' })],
    ['words', withBehaviour('spend', { aggregate: 'sum', of: 'revenue', window: '7d', default: 0, owner: 'x' })],
    ['a column that nothing counts', column('spare', { json: 'props', path: '$.spare' })],
    ['ttl, which is of rows', (it) => ({ ...it, view: { ...it.view, ttl: '1d' } })],
  ]
  for (const [what, edit] of none)
    test(what, async () => {
      const told = await planned(edit)
      assert.deepEqual(
        told.filter((it) => !it.includes(' described ')),
        [],
      )
    })
})

describe('edits that make versions', () => {
  const cases: readonly Case[] = [
    [
      'a function and a window',
      withBehaviour('p90_cls', { aggregate: 'p95', of: 'cls', window: '14d' }),
      ['behaviour:p90_cls changed 1 → 2: function p90 → p95; window 30d → 14d'],
    ],
    [
      'a window without end',
      withBehaviour('p90_cls', { aggregate: 'p90', of: 'cls', window: 'all' }),
      ['behaviour:p90_cls changed 1 → 2: window 30d → all'],
    ],
    [
      'a condition: what is made of it changes too, and the service that reads that',
      () => clicks({ where: "type = 'tap'" }),
      [
        'behaviour:clicks_1h changed 1 → 2: where',
        'behaviour:clicks_7d changed 1 → 2: where',
        'behaviour:rate changed 1 → 2: uses behaviour:clicks_1h; uses behaviour:clicks_7d',
        'buyers changed 1 → 2: changed behaviour:rate',
      ],
    ],
    [
      'what is summed, and its default',
      withBehaviour('spend', { aggregate: 'sum', of: 'revenue * 2', window: '7d' }),
      ['behaviour:spend changed 1 → 2: of; default 0 → none'],
    ],
    [
      'how many categories are fitted',
      withBehaviour('device', { oneHot: 'device', values: { top: 5 } }),
      [
        'behaviour:device changed 1 → 2: values top 2 of at least 2 rows → top 5',
        'buyers changed 1 → 2: changed behaviour:device',
      ],
    ],
    [
      'a listed category, and the side that is closed',
      withBehaviour('visited', { aggregate: 'count', by: 'page', values: ['/x', 'a:b'], window: '7d', closed: 'left' }),
      [
        'behaviour:visited changed 1 → 2: closed right → left; values 3 listed → 2 listed',
        'buyers changed 1 → 2: changed behaviour:visited:a:b',
      ],
    ],
    [
      'what the categories are of',
      withBehaviour('visited', { aggregate: 'count', by: 'lower(page)', values: ['/', '/blog', 'a:b'], window: '7d' }),
      ['behaviour:visited changed 1 → 2: by', 'buyers changed 1 → 2: changed behaviour:visited:a:b'],
    ],
    [
      'a derived column that is counted',
      column('cls', { json: 'props', path: '$.layout.shift', type: 'float64' }),
      ['behaviour:p90_cls changed 1 → 2: column cls'],
    ],
    [
      'another category of the same feature for a service',
      (it) => ({ ...it, services: { buyers: { features: ['behaviour:visited:/', 'behaviour:visited:/blog'] } } }),
      [
        'buyers changed 1 → 2: new behaviour:visited:/; new behaviour:visited:/blog; without behaviour:rate; without behaviour:clicked:Cart; without behaviour:visited:a:b; without behaviour:device',
      ],
    ],
    [
      'a formula where an aggregation was',
      withBehaviour('spend', 'clicks_1h + clicks_7d'),
      ['behaviour:spend changed 1 → 2: expression; type float64 → int64; default 0 → none'],
    ],
  ]
  for (const [what, edit, told] of cases) test(what, async () => assert.deepEqual(await planned(edit), told))

  test('an id makes other events of the rows: everything changes, and says so once', async () => {
    const told = await planned((it) => ({ ...it, source: { ...it.source, id: 'event_id' } }))
    assert.equal(told.length, 10)
    assert.ok(
      told.every((it) => / changed 1 → 2: /.test(it)),
      told.join('\n'),
    )
    assert.ok(told.includes('behaviour:spend changed 1 → 2: the rows of the view'), told.join('\n'))
    assert.ok(!told.join('').includes('#'), 'inputs are told nowhere')
  })
})
