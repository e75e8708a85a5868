// What is an input that depends on the event before it, over all events of a view at once?
import { engineType } from '../core/values.ts'
import { columnOf, type FeatureVersion } from '../core/versions.ts'
import { quoteName, quoteNames } from '../sql/quote.ts'
import { featureValue } from './rows.ts'

/**
 * One column, named by `columnOf`; `events` has the keys, `event_time`, `created`, `row_id` and the inputs that the late
 * one uses.
 */
export const lateColumn = (
  events: string,
  keys: readonly string[],
  input: FeatureVersion,
  all: ReadonlyMap<number, FeatureVersion>,
): string => {
  const gaps = (input.reads?.derived ?? []).filter((column) => 'sincePrevious' in column)
  const previous = `lag(event_time) OVER (PARTITION BY ${quoteNames(keys)} ORDER BY event_time, created NULLS FIRST, row_id)`
  const seconds = `(epoch_us(event_time) - epoch_us(${previous})) / 1e6`
  const seen = [
    ...input.uses.flatMap(({ name, id }) => {
      const used = all.get(id)
      return used ? [`${quoteName(columnOf(used))} AS ${quoteName(name)}`] : []
    }),
    ...gaps.map(({ name, type }) => `CAST(${seconds} AS ${engineType(type)}) AS ${quoteName(name)}`),
  ]
  return `SELECT ${featureValue(input)} AS ${quoteName(columnOf(input))} FROM (SELECT ${seen.join(', ')} FROM (${events}))`
}
