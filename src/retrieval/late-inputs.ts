// What is an event's input that depends on the event before it? Computed over the events that a question may see.

import { freshNames } from '../aggregations/names.ts'
import { featureValue } from '../aggregations/rows.ts'
import { engineType } from '../core/values.ts'
import type { FeatureVersion } from '../core/versions.ts'
import { quoteName } from '../sql/quote.ts'
import { type EventReading, inputName, storedName } from './event-reading.ts'
import { keyNames } from './history-rows.ts'

/** The columns that name an event, whatever else is known of it. */
const own = (reading: EventReading): string[] => [...keyNames(reading.history), 't', 'ord']

export const withLate = (rows: string, reading: EventReading, stored: readonly FeatureVersion[]): string =>
  lateOver(rows, { carried: own(reading), within: keyNames(reading.history), reading, stored })

/** The same rows with `e0…`; `within` is whose events precede one another. */
export const lateOver = (
  rows: string,
  it: {
    readonly carried: readonly string[]
    readonly within: readonly string[]
    readonly reading: EventReading
    readonly stored: readonly FeatureVersion[]
  },
): string => {
  const { inputs } = it.reading
  const gap = `(t - lag(t) OVER (PARTITION BY ${it.within.join(', ')} ORDER BY ord)) / 1e6 AS gap`
  const ready = inputs.map((input, i) => (input.kind === 'late' ? null : `${storedName(it.stored, input.id)} AS e${i}`))
  const below = it.stored.map((input) => storedName(it.stored, input.id))
  const first = `SELECT ${[...it.carried, ...below, ...ready.filter((one) => one !== null), gap].join(', ')} FROM (\n${rows}\n)`
  const late = inputs.filter((input) => input.kind === 'late')
  let columns = [
    ...it.carried,
    ...below,
    'gap',
    ...inputs.filter((one) => one.kind !== 'late').map((one) => inputName(it.reading, one.id)),
  ]
  return late.reduce((relation, input) => {
    const layered = lateLayer(relation, input, columns, it)
    columns = [...columns, inputName(it.reading, input.id)]
    return layered
  }, first)
}

/** The expression sees the names of its source alone; whatever else there is goes by under names that differ. */
const lateLayer = (
  relation: string,
  input: FeatureVersion,
  columns: readonly string[],
  { reading, stored }: { readonly reading: EventReading; readonly stored: readonly FeatureVersion[] },
): string => {
  const gaps = (input.reads?.derived ?? []).filter((column) => 'sincePrevious' in column)
  const seen = [
    ...input.uses.map(({ name, id }) => ({ name, sql: storedName(stored, id) })),
    ...gaps.map(({ name, type }) => ({ name, sql: `CAST(gap AS ${engineType(type)})` })),
  ]
  const fresh = freshNames(seen.map(({ name }) => name))
  const aside = columns.map((column) => ({ column, name: fresh(column) }))
  const inner = [
    ...aside.map(({ column, name }) => `${column} AS ${name}`),
    ...seen.map(({ name, sql }) => `${sql} AS ${quoteName(name)}`),
  ]
  const outer = [
    ...aside.map(({ column, name }) => `${name} AS ${column}`),
    `${featureValue(input)} AS ${inputName(reading, input.id)}`,
  ]
  return `SELECT ${outer.join(', ')} FROM (\nSELECT ${inner.join(', ')} FROM (\n${relation}\n))`
}
