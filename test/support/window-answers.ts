// A view of many windows, and its answers from the history for each of some keys as of one instant, one by one.
import { strict as assert } from 'node:assert'
import { valueSql } from '../../src/aggregations/categories.ts'
import type { Categories } from '../../src/core/aggregates.ts'
import { categoryNames } from '../../src/core/categories.ts'
import type { History } from '../../src/core/history.ts'
import type { Value } from '../../src/core/values.ts'
import type { FeatureVersion, Selected, ViewVersion } from '../../src/core/versions.ts'
import type { Session } from '../../src/offline/offline-store.ts'
import { asOf, usualRowsAtOnce } from '../../src/retrieval/as-of.ts'
import { withDefaults } from '../../src/retrieval/defaults.ts'
import { type Behaviour, type GivenFeature, makeBehaviour } from './event-files.ts'

const categories: Categories = { policy: { top: 2, min: 1 }, vocabulary: ['p', "r'"], identity: '' }
const byText = { by: 'text', categories } as const

/** Over `price` (numbers), `text` and `mask` (of two steps); formulas come with what they need. */
export const shop: readonly GivenFeature[] = [
  { name: 'count_all', type: 'int64', aggregate: { function: 'count' } },
  { name: 'count_2', type: 'int64', aggregate: { function: 'count', of: 'price', length: 2n } },
  { name: 'count_2_left', type: 'int64', aggregate: { function: 'count', length: 2n, closed: 'left' } },
  { name: 'count_all_left', type: 'int64', aggregate: { function: 'count', closed: 'left' } },
  { name: 'count_or', type: 'int64', aggregate: { function: 'count', of: 'text', length: 3n }, default: -1n },
  { name: 'any', type: 'int32', aggregate: { function: 'count', length: 1n, as: 'binary' } },
  { name: 'sum_4', type: 'float64', aggregate: { function: 'sum', of: 'price', length: 4n } },
  { name: 'mean_3', type: 'float64', aggregate: { function: 'mean', of: 'price', length: 3n }, default: 0.5 },
  { name: 'last_2', type: 'string', aggregate: { function: 'last', of: 'text', length: 2n } },
  { name: 'first_left', type: 'string', aggregate: { function: 'first', of: 'text', length: 5n, closed: 'left' } },
  { name: 'median_6', type: 'float64', aggregate: { function: 'quantile', of: 'price', q: 0.5, length: 6n } },
  { name: 'texts_3', type: 'int64', aggregate: { function: 'countDistinct', of: 'text', length: 3n } },
  { name: 'span_4', type: 'float64', aggregate: { function: 'span', length: 4n } },
  { name: 'since', type: 'float64', aggregate: { function: 'since', of: 'price' } },
  { name: 'steps', type: 'int64', aggregate: { function: 'sequence', of: 'mask', steps: 2, within: 3n, length: 6n } },
  { name: 'clicked', type: 'int64', aggregate: { function: 'count', ...byText, length: 3n } },
  { name: 'clicked_or', type: 'int64', aggregate: { function: 'count', ...byText, length: 2n }, default: 7n },
  { name: 'clicked_binary', type: 'int32', aggregate: { function: 'count', ...byText, as: 'binary' } },
  { name: 'dearest', type: 'float64', aggregate: { function: 'max', of: 'price', ...byText, length: 4n } },
  { name: 'kind', type: 'int32', aggregate: { function: 'last', of: 'text', as: 'oneHot', categories } },
  { name: 'ratio', type: 'float64', expression: 'count_2 / nullif(count_all, 0)', uses: ['count_2', 'count_all'] },
  { name: 'more', type: 'int64', expression: 'count_2_left + 1', uses: ['count_2_left'] },
]

/** The view, of some of the features. */
export const behaviourOf = (chosen: readonly number[], ids: boolean): Behaviour => {
  const whole = makeBehaviour({
    keys: [{ name: 'k', type: 'int64' }],
    inputs: [
      { name: 'price', type: 'float64' },
      { name: 'text', type: 'string' },
      { name: 'mask', type: 'int32' },
    ],
    features: shop,
    ids,
  })
  return { ...whole, view: { ...whole.view, features: whole.view.features.filter((_, i) => chosen.includes(i)) } }
}

/** Every value that can be asked for. */
export const everyMember = (view: ViewVersion): Selected[] =>
  view.features.flatMap((feature): Selected[] => {
    const names = feature.aggregate?.categories ? categoryNames(feature.aggregate.categories) : null
    if (names === null) return [{ view, feature, category: null, column: feature.name }]
    return names.map((name, category) => ({ view, feature, category, column: `${feature.name}:${name}` }))
  })

interface Asking {
  readonly history: History
  readonly all: ReadonlyMap<number, FeatureVersion>
  readonly selected: readonly Selected[]
  /** Of the one key, `k`. */
  readonly keys: readonly bigint[]
  readonly at: bigint
}

/** A list a value asked for, as a training set has it for these keys at this instant. */
export const historically = async (session: Session, asking: Asking): Promise<Value[][]> => {
  const { history, all, selected, keys, at } = asking
  const rows = keys.map((key, rid) => `(${rid}::BIGINT, ${key}::BIGINT, make_timestamp(${at}))`).join(', ')
  await session.run(`CREATE OR REPLACE TEMP TABLE law_asked AS SELECT * FROM (VALUES ${rows}) t(rid, k, instant)`)
  const features = [...new Set(selected.map((it) => it.feature))]
  const question = { name: 'law', history, features, all, lastRun: null, ttl: null, knownAt: false }
  const asked = { table: 'law_asked', keys: ['k'], rows: keys.length, earliest: at, latest: at }
  const plan = asOf({ ...question, rowsAtOnce: usualRowsAtOnce }, asked)
  for (const it of plan.steps) await session.run(it.sql, it.parameters)
  const values = selected.map(({ feature, category }, i) =>
    withDefaults(valueSql(feature, category, `answer.f${features.indexOf(feature)}`), feature, `default${i}`),
  )
  const columns = values.map(({ sql }, i) => `${sql} AS v${i}`).join(', ')
  const found = await session.rows(
    `SELECT ${columns} FROM law_asked AS asked JOIN (${plan.answer}) AS answer ON answer.rid = asked.rid ORDER BY asked.rid`,
    Object.assign({}, ...values.map((it) => it.parameter)),
  )
  assert.equal(found.length, keys.length)
  return selected.map((_, i) => found.map((row) => row[`v${i}`] ?? null))
}

/** Floats may differ by the order in which they were added. */
export const assertSame = (found: readonly Value[], expected: readonly Value[], what: string): void => {
  const near = (a: Value | undefined, b: Value | undefined): boolean =>
    typeof a === 'number' && typeof b === 'number' && Math.abs(a - b) <= 1e-9 * Math.abs(b)
  if (found.length === expected.length && found.every((it, i) => Object.is(it, expected[i]) || near(it, expected[i]))) {
    return
  }
  assert.deepEqual(found, expected, what)
}
