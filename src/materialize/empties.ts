// What has a key of which nothing is known? Of formulas the engine tells: they are asked for one key of an empty history.
import type { Micros } from '../core/clock.ts'
import type { History } from '../core/history.ts'
import { engineType, type FeatureType } from '../core/values.ts'
import type { FeatureVersion } from '../core/versions.ts'
import type { Session } from '../offline/offline-store.ts'
import { encoder, type Stored } from '../online/codec.ts'
import { asOf, usualRowsAtOnce } from '../retrieval/as-of.ts'
import { runSteps } from '../retrieval/run-steps.ts'
import { quoteName } from '../sql/quote.ts'
import { render } from '../sql/render.ts'

export interface OfNoOne {
  readonly session: Session
  readonly history: History
  readonly all: ReadonlyMap<number, FeatureVersion>
  readonly until: Micros
}

/** By the id of a formula, its value over windows without events, in stored form. */
export const emptiesOf = async (
  { session, history, all, until }: OfNoOne,
  features: readonly FeatureVersion[],
): Promise<ReadonlyMap<number, Stored>> => {
  const formulas = features.filter((it) => it.kind === 'formula')
  if (formulas.length === 0) return new Map()
  const keys = history.rowSet.keys
  const columns = keys.map(({ name, type }) => `${someKey(type)} AS ${quoteName(name)}`)
  await session.run(render('materialize/nobody', { nobody, keys: columns.join(', '), until: String(until) }))
  const plan = asOf(
    {
      name: 'nobodys',
      history: { ...history, segments: [], hidden: [] },
      features: formulas,
      all,
      lastRun: null,
      ttl: null,
      knownAt: false,
      rowsAtOnce: usualRowsAtOnce,
    },
    { table: nobody, keys: keys.map(({ name }) => name), rows: 1, earliest: until, latest: until },
  )
  await runSteps(session, plan.steps, {})
  const [row = {}] = await session.rows(plan.answer)
  return new Map(formulas.map(({ id, type }, i) => [id, encoder(type)(row[`f${i}`] ?? null)]))
}

const nobody = 'nobody'

/** Any value does. */
const someKey = (type: FeatureType): string =>
  type === 'timestamp' ? 'make_timestamp(0)' : `CAST('0' AS ${engineType(type)})`
