// The law: materialize at T, then read online at T = as of T, for every key and feature, whatever ran before.
import assert from 'node:assert/strict'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { PintailError } from '../../src/core/errors.ts'
import type { History } from '../../src/core/history.ts'
import type { Column, Value } from '../../src/core/values.ts'
import type { ViewVersion } from '../../src/core/versions.ts'
import { carryOver } from '../../src/materialize/carry-over.ts'
import type { Group } from '../../src/online/groups.ts'
import { openOnlineStore } from '../../src/online/online-store.ts'
import { type Filling, type OnlineWriter, openOnlineWriter } from '../../src/online/online-writer.ts'
import { answering } from '../oracle/as-of.ts'
import { epoch } from '../support/as-of-worlds.ts'
import { openEngine } from '../support/engine.ts'
import { type LandedRow, makeView, storedRows, writeHistory } from '../support/history-files.ts'

const { folder, session } = await openEngine()

const keys: readonly Column[] = [
  { name: 'a', type: 'int64' },
  { name: 's', type: 'string' },
]
const everyKey = [1n, 11n, 2n ** 60n].flatMap((a) => ['', 'x', '1'].map((s): Value[] => [a, s]))

const tick = (most: number): fc.Arbitrary<bigint> => fc.integer({ min: 0, max: most }).map((n) => epoch + BigInt(n))

const numbers: fc.Arbitrary<number | null> = fc.option(fc.integer(), { freq: 4 })
const texts: fc.Arbitrary<string | null> = fc.option(fc.constantFrom('p', 'q'))

const row: fc.Arbitrary<LandedRow> = fc.record({
  keys: fc.constantFrom(...everyKey.slice(0, 3)),
  eventTime: tick(5),
  created: fc.option(tick(3)),
  values: fc.tuple(numbers, texts, fc.bigInt(0n, 9n)),
})

/** What happens next: a run lands, or answers are carried over. */
type Event =
  | { readonly kind: 'land'; readonly rows: readonly LandedRow[] }
  | { readonly kind: 'merge' }
  | {
      readonly kind: 'carry'
      readonly full: boolean
      /** Ticks from the last instant asked for; seldom back. */
      readonly step: number
      /** Indices of features named one by one; null is the whole view. */
      readonly alone: readonly number[] | null
      /** Dies before the first batch, or with all of them put and nothing finished. */
      readonly dies: 'early' | 'late' | null
    }

const seldom = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<T | null> =>
  fc.oneof({ arbitrary: fc.constant(null), weight: 4 }, { arbitrary: values, weight: 1 })

const event: fc.Arbitrary<Event> = fc.oneof(
  {
    arbitrary: fc.record({ kind: fc.constant('land' as const), rows: fc.array(row, { minLength: 1, maxLength: 3 }) }),
    weight: 4,
  },
  { arbitrary: fc.record({ kind: fc.constant('merge' as const) }), weight: 1 },
  {
    arbitrary: fc.record({
      kind: fc.constant('carry' as const),
      full: seldom(fc.constant(true)).map((it) => it !== null),
      step: fc.constantFrom(0, 0, 1, 1, 2, -1),
      alone: seldom(fc.subarray([0, 1, 2], { minLength: 1 })),
      dies: seldom(fc.constantFrom('early' as const, 'late' as const)),
    }),
    weight: 5,
  },
)

/** Ends as it began: with a whole run that is to make everything right. */
const whole: Event = { kind: 'carry', full: false, step: 2, alone: null, dies: null }

const world = fc.record({
  ttl: fc.option(fc.bigInt(1n, 3n)),
  created: fc.boolean(),
  events: fc
    .array(event, { minLength: 4, maxLength: 10 })
    .map((events): Event[] => [{ ...whole, step: 0 }, ...events, whole]),
})

class Death extends Error {}

/** A writer whose process is killed at a point of its first filling; tells which tables were being updated. */
const dying = (
  writer: OnlineWriter,
  when: 'early' | 'late' | null,
  touch: (features: readonly number[]) => void,
): OnlineWriter => {
  const mortal = (filling: Filling): Filling => ({
    put: (batch) => {
      if (when === 'early') throw new Death()
      filling.put(batch)
    },
    remove: filling.remove,
    finish: () => {
      if (when === 'late') throw new Death()
      filling.finish()
    },
  })
  if (when === null) return writer
  return {
    ...writer,
    build: (...given) => mortal(writer.build(...given)),
    update: (group, ...given) => {
      touch(group.features.map((it) => it.id))
      return mortal(writer.update(group, ...given))
    },
  }
}

/** What a feature must answer: as of which instant, knowing which runs; null: nothing is promised of it. */
type Promised = { readonly until: bigint; readonly lastRun: number } | null

let worlds = 0

/** What a broken materialize would take a table's last answer for. */
type Fault = (group: Group, lastRun: number) => Group
const faultless: Fault = (group) => group

const live = async (view: ViewVersion, created: boolean, events: readonly Event[], fault: Fault): Promise<void> => {
  worlds += 1
  const place = join(folder, `world-${worlds}`)
  mkdirSync(place)
  const path = join(place, 'online.db')
  const writer = openOnlineWriter(path)
  let clock = 0n
  const online = openOnlineStore(path, { now: () => clock })
  const readers = view.features.map((feature) =>
    online.reader([{ view, feature, category: null, column: feature.name }]),
  )
  const runs: LandedRow[][] = []
  let merged = 1
  let until = epoch
  const promised = new Map<number, Promised>()

  const check = (): void => {
    const rows = storedRows(runs)
    for (const [i, feature] of view.features.entries()) {
      const it = promised.get(feature.id)
      if (it === undefined || it === null) continue
      clock = it.until
      const read = readers[i]?.read(
        new Map([
          ['a', everyKey.map((key) => key[0])],
          ['s', everyKey.map((key) => key[1])],
        ]),
      ).features[0]
      for (const [n, key] of everyKey.entries()) {
        const question = { keys: key, instant: it.until, knownAt: false, lastRun: it.lastRun }
        const young = answering(rows, { ...question, ttl: view.ttl })
        const newest = answering(rows, { ...question, ttl: null })
        const value = young?.values[i] ?? null
        const status =
          newest === null ? 'NOT_FOUND' : young === null ? 'OUTSIDE_MAX_AGE' : value === null ? 'NULL_VALUE' : 'PRESENT'
        const expected = [value ?? feature.default, status, newest?.eventTime ?? null]
        assert.deepEqual([read?.values[n], read?.statuses[n], read?.timestamps[n]], expected)
      }
    }
  }

  const historyNow = (): Promise<History> => {
    const at = join(place, `${runs.length}-${merged}`)
    mkdirSync(at, { recursive: true })
    return writeHistory(session, view, runs, at, { merged, laterFrom: [0, 1, 2] })
  }

  const carry = async (it: Extract<Event, { kind: 'carry' }>): Promise<void> => {
    until += BigInt(it.step)
    const at = until
    const features = it.alone === null ? view.features : it.alone.flatMap((i) => view.features[i] ?? [])
    const history = await historyNow()
    const reached = writer.groups().filter((group) => group.state === 'live' && group.reaching > at)
    writer.clear()
    const touched: number[] = []
    const question = {
      session,
      history,
      all: new Map(),
      moves: { always: false, windows: [] },
      until: at,
      watched: {},
      phases: {},
      features,
      alone: it.alone !== null,
      full: it.full,
    }
    try {
      const mortal = dying(writer, it.dies, (ids) => touched.push(...ids))
      const groups = () => writer.groups().map((group) => fault(group, history.lastRun))
      await carryOver({ ...question, writer: { ...mortal, groups } })
      for (const feature of features) promised.set(feature.id, { until: at, lastRun: history.lastRun })
    } catch (thrown) {
      if (thrown instanceof Death) {
        for (const id of touched) promised.set(id, null)
      } else {
        assert.ok(thrown instanceof PintailError && thrown.code === 'bad_argument', String(thrown))
        assert.ok(!it.full && reached.length > 0)
      }
    }
  }

  try {
    for (const it of events) {
      if (it.kind === 'land') runs.push(it.rows.map((one) => (created ? one : { ...one, created: null })))
      else if (it.kind === 'merge') merged = Math.max(1, runs.length)
      else await carry(it)
      check()
    }
  } finally {
    online.close()
    writer.close()
    rmSync(place, { recursive: true })
  }
}

const property = (fault: Fault) =>
  fc.asyncProperty(world, async ({ ttl, created, events }) => {
    const features = [
      { name: 'f', type: 'float64', default: 0.5 },
      { name: 'g', type: 'string' },
      { name: 'h', type: 'int64' },
    ] as const
    await live(makeView({ keys, features, ttl, created }), created, events, fault)
  })

test('whatever landed, was merged, carried over whole or in part, killed or finished', async () => {
  await fc.assert(property(faultless), { numRuns: Number(process.env.LAW_RUNS ?? 60) })
})

const faults: Readonly<Record<string, Fault>> = {
  'runs are not counted': (group, lastRun) => ({ ...group, lastRun }),
  'rows whose time falls due are forgotten': (group) => ({ ...group, until: epoch + 100n }),
  'going back is allowed': (group) => ({ ...group, reaching: 0n }),
}

for (const [name, fault] of Object.entries(faults)) {
  test(`the law notices when ${name}`, async () => {
    const found = await fc.check(property(fault), {
      numRuns: 500,
      seed: 5,
      endOnFailure: true,
    })

    assert.ok(found.failed)
  })
}
