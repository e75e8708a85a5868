// The law for windows: materialize at T, then read online = asked of the history at T, for every key, known or not.
import assert from 'node:assert/strict'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Value } from '../../src/core/values.ts'
import { carryOver } from '../../src/materialize/carry-over.ts'
import { type Moves, movesOf } from '../../src/materialize/moves.ts'
import { openOnlineStore } from '../../src/online/online-store.ts'
import { openOnlineWriter } from '../../src/online/online-writer.ts'
import { epoch } from '../support/as-of-worlds.ts'
import { openEngine } from '../support/engine.ts'
import { type Behaviour, type LandedEvent, writeEvents } from '../support/event-files.ts'
import { assertSame, behaviourOf, everyMember, historically, shop } from '../support/window-answers.ts'

const { folder, session } = await openEngine()

const keys = [1n, 2n, 3n]
/** The last is of no one. */
const asked = [...keys, 4n]

const tick = (most: number): fc.Arbitrary<bigint> => fc.integer({ min: 0, max: most }).map((n) => epoch + BigInt(n))

const orNull = (values: fc.Arbitrary<Value>): fc.Arbitrary<Value> => fc.option(values)

const event: fc.Arbitrary<LandedEvent> = fc.record({
  keys: fc.constantFrom(...keys).map((key) => [key]),
  eventTime: tick(8),
  created: fc.option(tick(5)),
  id: fc.option(fc.constantFrom('a', 'b', 'c')),
  values: fc.tuple(
    orNull(fc.integer({ min: -3, max: 9 })),
    orNull(fc.constantFrom('p', 'q', "r'")),
    orNull(fc.integer({ min: 1, max: 3 })),
  ),
})

/** What happens next: a run lands, segments are merged, or answers are carried over, seldom of a part of the features. */
type Step =
  | { readonly kind: 'land'; readonly events: readonly LandedEvent[] }
  | { readonly kind: 'merge' }
  | { readonly kind: 'carry'; readonly full: boolean; readonly ticks: number; readonly some: readonly number[] | null }

const seldom = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<T | null> =>
  fc.oneof({ arbitrary: fc.constant(null), weight: 5 }, { arbitrary: values, weight: 1 })

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    arbitrary: fc.record({
      kind: fc.constant('land' as const),
      events: fc.array(event, { minLength: 1, maxLength: 4 }),
    }),
    weight: 4,
  },
  { arbitrary: fc.record({ kind: fc.constant('merge' as const) }), weight: 1 },
  {
    arbitrary: fc.record({
      kind: fc.constant('carry' as const),
      full: seldom(fc.constant(true)).map((it) => it !== null),
      ticks: fc.constantFrom(0, 1, 1, 2, 3),
      /** Of four, by their place. */
      some: seldom(fc.subarray([0, 1, 2, 3], { minLength: 1 }).map((some) => [...some, 0])),
    }),
    weight: 6,
  },
)

const whole: Step = { kind: 'carry', full: false, ticks: 1, some: null }

const world = fc.record({
  ids: fc.boolean(),
  chosen: fc.subarray(
    shop.map((_, i) => i),
    { minLength: 2 },
  ),
  steps: fc.array(step, { minLength: 4, maxLength: 10 }).map((steps): Step[] => [...steps, whole]),
})

/** What a broken materialize would believe of what moves with time. */
type Fault = (moves: Moves) => Moves

let worlds = 0

const live = async (behaviour: Behaviour, steps: readonly Step[], fault: Fault): Promise<void> => {
  worlds += 1
  const place = join(folder, `world-${worlds}`)
  mkdirSync(place)
  const path = join(place, 'online.db')
  const writer = openOnlineWriter(path)
  const online = openOnlineStore(path, { now: () => 0n })
  const { view, all } = behaviour
  const runs: LandedEvent[][] = []
  let merged = 1
  let until = epoch

  const carry = async (it: Extract<Step, { kind: 'carry' }>): Promise<void> => {
    until += BigInt(it.ticks)
    const at = join(place, `${runs.length}-${merged}`)
    mkdirSync(at, { recursive: true })
    const history = await writeEvents(session, behaviour, runs, at, { merged })
    const features = it.some === null ? view.features : view.features.filter((_, i) => it.some?.includes(i % 4))
    writer.clear()
    const question = { history, all, features, moves: fault(movesOf(features, all)), until }
    await carryOver({ ...question, session, writer, watched: {}, phases: {}, alone: it.some !== null, full: it.full })
    const selected = everyMember({ ...view, features })
    const answer = online.reader(selected).read(new Map([['k', asked]]))
    const expected = await historically(session, { history, all, selected, keys: asked, at: until })
    for (const [i, column] of answer.features.entries()) {
      assertSame(column.values, expected[i] ?? [], `${column.name} as of ${until - epoch}`)
      for (const [n, time] of column.timestamps.entries()) {
        assert.equal(time, column.statuses[n] === 'NOT_FOUND' ? null : until)
      }
    }
  }

  try {
    for (const it of steps) {
      if (it.kind === 'land') runs.push([...it.events])
      else if (it.kind === 'merge') merged = Math.max(1, runs.length)
      else await carry(it)
    }
  } finally {
    online.close()
    writer.close()
    rmSync(place, { recursive: true })
  }
}

const property = (fault: Fault) =>
  fc.asyncProperty(world, ({ ids, chosen, steps }) => live(behaviourOf(chosen, ids), steps, fault))

test('whatever landed late, twice or again, came due, left a window, in whole or in part', async () => {
  await fc.assert(
    property((moves) => moves),
    { numRuns: Number(process.env.LAW_RUNS ?? 15) },
  )
})

const faults: Readonly<Record<string, Fault>> = {
  'exits are forgotten': (moves) => ({ ...moves, windows: moves.windows.map((it) => ({ ...it, length: null })) }),
  'entries are forgotten': (moves) => ({ ...moves, windows: [] }),
  'windows closed to the left are taken for others': (moves) => ({
    ...moves,
    windows: moves.windows.map((it) => ({ ...it, closed: 'right' })),
  }),
  'time that goes by is forgotten': (moves) => ({ ...moves, always: false }),
}

for (const [name, fault] of Object.entries(faults)) {
  test(`the law notices when ${name}`, async () => {
    const found = await fc.check(property(fault), { numRuns: 300, seed: 7, endOnFailure: true })
    assert.ok(found.failed)
  })
}
