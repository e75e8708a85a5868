// Small worlds for the law of windows: times on a grid so tiny that edges, ties and late rows collide.
import fc from 'fast-check'
import type { Aggregate } from '../../src/core/aggregates.ts'
import type { Column, FeatureType, Value } from '../../src/core/values.ts'
import { epoch } from './as-of-worlds.ts'
import { type GivenFeature, type LandedEvent, usualAggregate } from './event-files.ts'

export interface WindowWorld {
  readonly keys: readonly Column[]
  readonly runs: readonly (readonly LandedEvent[])[]
  readonly merged: number
  /** Inputs that stand in files of their own. */
  readonly beside: readonly number[]
  readonly created: boolean
  readonly ids: boolean
  readonly features: readonly GivenFeature[]
  /** The keys of each row asked about, and its instant. */
  readonly spine: readonly (readonly [bigint | null, string | null, bigint | null])[]
  readonly knownAt: boolean
  readonly lastRun: number | null
  readonly few: boolean
  readonly exactSums: boolean
}

export const inputs: readonly Column[] = [
  { name: 'x', type: 'float64' },
  { name: 'n', type: 'int64' },
  { name: 't', type: 'string' },
  { name: 'm', type: 'int32' },
]

/** Computed when a question is asked, from `x` and the seconds since the previous event. */
export const late = {
  name: 'later',
  type: 'float64',
  expression: 'CASE WHEN x >= 0 THEN gap * 2 ELSE x END',
  uses: ['x'],
} as const

const tick = (most: number): fc.Arbitrary<bigint> => fc.integer({ min: 0, max: most }).map((n) => epoch + BigInt(n))
const a = fc.constantFrom(1n, -1n)
const s = fc.constantFrom('x', 'X')
const orNull = <T>(values: fc.Arbitrary<T>, freq = 4): fc.Arbitrary<T | null> => fc.option(values, { freq })

const values: fc.Arbitrary<Value[]> = fc.tuple(
  orNull(fc.constantFrom<number>(0, 1, -2.5, 3, 1000.1, Number.NaN)),
  orNull(fc.constantFrom(0n, 1n, -3n, 2n ** 62n)),
  orNull(fc.constantFrom('p', 'q', 'P', "it's", '')),
  orNull(fc.integer({ min: 1, max: 7 })),
)

const length = fc.constantFrom<bigint | null>(1n, 2n, 3n, 5n, null)
const closed = fc.constantFrom<'left' | 'right'>('left', 'right', 'right')
const window = fc.record({ length, closed })

const categories = fc.constantFrom(['p', 'q'], ["it's", 'p', ''], ['none']).map((vocabulary) => ({
  policy: { values: vocabulary },
  vocabulary,
  identity: vocabulary.join(),
}))

interface Shape {
  readonly function: Aggregate['function']
  readonly of: string | null
  readonly type: FeatureType
}

const shapes: readonly Shape[] = [
  { function: 'count', of: null, type: 'int64' },
  { function: 'count', of: 'x', type: 'int64' },
  { function: 'span', of: null, type: 'float64' },
  { function: 'since', of: null, type: 'float64' },
  { function: 'since', of: 't', type: 'float64' },
  ...(['sum', 'mean', 'min', 'max', 'stddev', 'variance', 'first', 'last'] as const).flatMap((name) => [
    { function: name, of: 'x', type: 'float64' } as const,
    { function: name, of: 'later', type: 'float64' } as const,
  ]),
  ...(['sum', 'min', 'max', 'first', 'last'] as const).map(
    (name) => ({ function: name, of: 'n', type: 'int64' }) as const,
  ),
  { function: 'mean', of: 'n', type: 'float64' },
  ...(['min', 'max', 'first', 'last'] as const).map((name) => ({ function: name, of: 't', type: 'string' }) as const),
  ...(['x', 'n', 't', 'later'] as const).map((of) => ({ function: 'countDistinct', of, type: 'int64' }) as const),
  { function: 'quantile', of: 'x', type: 'float64' },
]

const plainOf = (among: readonly Shape[]): fc.Arbitrary<Omit<GivenFeature, 'name'>> =>
  fc
    .record({
      shape: fc.constantFrom(...among),
      window,
      q: fc.constantFrom(0, 0.25, 0.5, 0.9, 1),
      scale: fc.constantFrom(null, null, 60),
    })
    .map(({ shape, window: it, q, scale }) => {
      const scaled = shape.function === 'since' || shape.function === 'span' ? scale : null
      const { type, ...aggregate } = shape
      return {
        type,
        aggregate: {
          ...usualAggregate,
          ...aggregate,
          ...it,
          q: shape.function === 'quantile' ? q : null,
          scale: scaled,
        },
      }
    })

const plain = plainOf(shapes)

const binary: fc.Arbitrary<Omit<GivenFeature, 'name'>> = window.map((it) => ({
  type: 'int32',
  aggregate: { ...usualAggregate, function: 'count', of: 'x', as: 'binary', ...it },
}))

const sequence: fc.Arbitrary<Omit<GivenFeature, 'name'>> = fc
  .record({ window, steps: fc.integer({ min: 1, max: 3 }), within: fc.constantFrom(null, 0n, 1n, 3n) })
  .map(({ window: it, ...rest }) => ({
    type: 'int64',
    aggregate: { ...usualAggregate, function: 'sequence', of: 'm', ...rest, ...it },
  }))

const oneHot: fc.Arbitrary<Omit<GivenFeature, 'name'>> = fc.record({ window, categories }).map((it) => ({
  type: 'int32',
  aggregate: { ...usualAggregate, function: 'last', of: 't', as: 'oneHot', ...it.window, categories: it.categories },
}))

const family: fc.Arbitrary<Omit<GivenFeature, 'name'>> = fc
  .record({ feature: fc.oneof(plain, sequence, binary), categories })
  .map(({ feature, categories: of }) => ({
    ...feature,
    aggregate: { ...usualAggregate, ...feature.aggregate, by: 't', categories: of },
  }))

const landed = (keys: fc.Arbitrary<Value[]>): fc.Arbitrary<LandedEvent> =>
  fc.record({
    keys,
    eventTime: tick(6),
    created: orNull(tick(9), 6),
    values,
    id: orNull(fc.constantFrom('1', '2', '3'), 3),
  })

const worldsOf = (
  features: fc.Arbitrary<Omit<GivenFeature, 'name'>>,
  over: Partial<{ [Part in keyof WindowWorld]: fc.Arbitrary<WindowWorld[Part]> }> = {},
): fc.Arbitrary<WindowWorld> =>
  fc.boolean().chain((two) => {
    const usual: { [Part in keyof WindowWorld]: fc.Arbitrary<WindowWorld[Part]> } = {
      keys: fc.constant([
        { name: 'a', type: 'int64' } as const,
        ...(two ? [{ name: 's', type: 'string' } as const] : []),
      ]),
      runs: fc.array(fc.array(landed(two ? fc.tuple(a, s) : fc.tuple(a)), { maxLength: 10 }), {
        minLength: 1,
        maxLength: 3,
      }),
      merged: fc.integer({ min: 1, max: 3 }),
      beside: fc.subarray([0, 1, 2, 3]),
      created: fc.boolean(),
      ids: fc.boolean(),
      features: fc
        .array(features, { minLength: 1, maxLength: 6 })
        .map((list) => list.map((it, i) => ({ ...it, name: `f${i}` }))),
      spine: fc.array(fc.tuple(orNull(a, 7), orNull(s, 7), orNull(tick(10), 9)), { minLength: 1, maxLength: 10 }),
      knownAt: fc.boolean(),
      lastRun: fc.option(fc.integer({ min: 1, max: 3 }), { freq: 2 }),
      few: fc.boolean(),
      exactSums: fc.boolean(),
    }
    return fc.record({ ...usual, ...over })
  })

export const windowWorlds = worldsOf(
  fc.oneof({ weight: 4, arbitrary: plain }, binary, sequence, oneHot, { weight: 2, arbitrary: family }),
)

/** Worlds in which every question is what was known at its instant. */
export const bitemporalWindows = worldsOf(plain, { knownAt: fc.constant(true), created: fc.constant(true) })

/** Worlds of today's events, which every plan can answer. */
export const plainWindows = worldsOf(
  fc.oneof({ weight: 4, arbitrary: plain }, binary, sequence, oneHot, { weight: 2, arbitrary: family }),
  {
    knownAt: fc.constant(false),
    lastRun: fc.constant(null),
  },
)

/** Worlds of today's events in which every feature has one of these functions. */
export const windowsOf = (...names: readonly Aggregate['function'][]): fc.Arbitrary<WindowWorld> =>
  worldsOf(plainOf(shapes.filter((it) => names.includes(it.function))), {
    knownAt: fc.constant(false),
    lastRun: fc.constant(null),
  })
