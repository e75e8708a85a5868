// Small worlds for the point-in-time law: times on a grid so tiny that every edge and tie comes up.
import fc from 'fast-check'
import type { Column, Value } from '../../src/core/values.ts'
import type { LandedRow, Layout } from './history-files.ts'

export interface WorldView {
  readonly keys: readonly Column[]
  readonly runs: readonly (readonly LandedRow[])[]
  readonly layout: Layout
  readonly ttl: bigint | null
  readonly created: boolean
}

export interface World {
  readonly views: readonly WorldView[]
  /** `a`, `b` and `s` of each spine row, and its instant. */
  readonly spine: readonly (readonly [bigint | null, bigint | null, string | null, bigint | null])[]
  readonly knownAt: boolean
  readonly lastRun: number | null
  /** The spine is taken for small beside the history, so its keys are looked up first. */
  readonly few: boolean
  readonly rowsAtOnce: number
}

/** Around a noon, so that a spine may give it in many forms. */
export const epoch = BigInt(Date.UTC(2026, 2, 1, 12)) * 1000n

const tick = (most: number): fc.Arbitrary<bigint> => fc.integer({ min: 0, max: most }).map((n) => epoch + BigInt(n))
const a: fc.Arbitrary<bigint> = fc.constantFrom(1n, 11n, -1n)
const b: fc.Arbitrary<bigint> = fc.constantFrom(12n, 2n, 1n)
const s: fc.Arbitrary<string> = fc.constantFrom('x', 'X', '')

const keySets: readonly { readonly columns: readonly Column[]; readonly values: fc.Arbitrary<Value[]> }[] = [
  { columns: [{ name: 'a', type: 'int64' }], values: fc.tuple(a) },
  { columns: [{ name: 's', type: 'string' }], values: fc.tuple(s) },
  {
    columns: [
      { name: 'a', type: 'int64' },
      { name: 'b', type: 'int64' },
    ],
    values: fc.tuple(a, b),
  },
  {
    columns: [
      { name: 'b', type: 'int32' },
      { name: 's', type: 'string' },
    ],
    values: fc.tuple(b, s),
  },
]

const numbers: fc.Arbitrary<number | null> = fc.option(fc.integer({ min: 0, max: 999 }), { freq: 5 })
const texts: fc.Arbitrary<string | null> = fc.option(fc.constantFrom('p', 'q'))
const featureValues: fc.Arbitrary<Value[]> = fc.tuple(numbers, texts)

const landed = (keys: fc.Arbitrary<Value[]>): fc.Arbitrary<LandedRow> =>
  fc.record({
    keys,
    eventTime: tick(5),
    created: fc.option(tick(7), { freq: 5 }),
    values: featureValues,
  })

const view: fc.Arbitrary<WorldView> = fc.constantFrom(...keySets).chain(({ columns, values }) =>
  fc.record({
    keys: fc.constant(columns),
    runs: fc.array(fc.array(landed(values), { maxLength: 9 }), { minLength: 1, maxLength: 3 }),
    layout: fc.record({
      laterFrom: fc.tuple(fc.nat(2), fc.nat(2)),
      missingBefore: fc.tuple(fc.constant(0), fc.nat(1)),
      merged: fc.integer({ min: 1, max: 3 }),
    }),
    ttl: fc.option(fc.bigInt(1n, 4n), { freq: 2 }),
    created: fc.boolean(),
  }),
)

const orNull = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(values, { freq: 7 })

export const worlds: fc.Arbitrary<World> = fc.record({
  views: fc.array(view, { minLength: 1, maxLength: 2 }),
  spine: fc.array(fc.tuple(orNull(a), orNull(b), orNull(s), orNull(tick(9))), { minLength: 1, maxLength: 10 }),
  knownAt: fc.boolean(),
  lastRun: fc.option(fc.integer({ min: 1, max: 3 }), { freq: 2 }),
  few: fc.boolean(),
  rowsAtOnce: fc.constantFrom(3, 1000),
})

/** Worlds in which every question is what was known at its instant. */
export const bitemporalWorlds: fc.Arbitrary<World> = worlds.map((world) => ({
  ...world,
  knownAt: true,
  views: world.views.map((it) => ({ ...it, created: true })),
}))

/** Worlds in which every question is of today's rows, each run in a segment of its own. */
export const plainWorlds: fc.Arbitrary<World> = worlds.map((world) => ({
  ...world,
  knownAt: false,
  lastRun: null,
  views: world.views.map((it) => ({ ...it, layout: { ...it.layout, merged: 1 } })),
}))

/** Worlds in which every question is of the rows an earlier run left, all runs merged. */
export const earlierWorlds: fc.Arbitrary<World> = worlds.map((world) => ({
  ...world,
  knownAt: false,
  lastRun: 1,
  views: world.views.map((it) => ({ ...it, layout: { ...it.layout, merged: 3 } })),
}))
