// How does a view become SQL? Layers of SELECT over its source's rows: derived columns, the filter, features used by
// name, then one column a wanted version. Nothing is pasted into anything else.
import { columnOf, type FeatureVersion } from '../core/versions.ts'
import { quoteName } from '../sql/quote.ts'
import { render } from '../sql/render.ts'
import { type Environment, environmentsOf } from './environments.ts'
import { keptIn, type SourceColumn } from './kept.ts'
import { type Compilation, featureValue, rowsOf } from './rows.ts'
import { wrapped } from './wrapped.ts'

export type { Compilation }

export interface Relation {
  /**
   * A SELECT of the join keys, `event_time`, `created`, `row_id`, then a column a feature, named by `columnOf`, and the
   * columns to keep.
   */
  readonly sql: string
  readonly features: readonly FeatureVersion[]
  readonly kept: readonly SourceColumn[]
}

/**
 * One relation for each set of wanted versions that can be computed side by side; one without features when none is
 * wanted. A key that is null or not of its type is null there, and so is an event time: such rows are left in. Each column
 * to keep is in the first that has it.
 */
export const compileRelation = (compilation: Compilation, keep: readonly SourceColumn[] = []): Relation[] => {
  let open = keep
  return environmentsOf(compilation).map((environment) => {
    const kept = keptIn(environment, open)
    open = open.filter((column) => !kept.includes(column))
    return { sql: relationOf(compilation, environment, kept), features: environment.wanted, kept }
  })
}

const relationOf = (compilation: Compilation, environment: Environment, kept: readonly SourceColumn[]): string => {
  const rows = rowsOf(compilation, environment)
  const computed = new Set(environment.used.flat().map((feature) => feature.id))
  const valueIn = (feature: FeatureVersion): string =>
    computed.has(feature.id) ? quoteName(feature.name) : featureValue(feature)
  const columns = [
    ...compilation.rowSet.keys.map((key, i) => `${rows.keys[i]} AS ${quoteName(key.name)}`),
    `${rows.eventTime} AS event_time`,
    `${rows.created} AS created`,
    `${rows.rowId} AS row_id`,
    ...environment.wanted.map((feature) => `${valueIn(feature)} AS ${quoteName(columnOf(feature))}`),
    ...kept.map((column) => `${quoteName(column.name)} AS ${quoteName(column.kept)}`),
  ]
  return render('aggregations/relation', { columns: columns.join(',\n  '), rows: rows.sql })
}

/** A SELECT of `row_id`, `id` and `created` of every row that has a time, whatever the view's filter leaves out. */
export const compileIds = (
  rows: Pick<Compilation, 'rowSet' | 'columns' | 'from' | 'texts'>,
  eventId: string,
): string => {
  const compilation = { ...rows, rowSet: { ...rows.rowSet, filter: null }, wanted: [], all: new Map() }
  const [environment] = environmentsOf(compilation)
  if (!environment) return ''
  const found = rowsOf(compilation, environment)
  return render('aggregations/ids', {
    row_id: found.rowId,
    id: wrapped(eventId),
    created: found.created,
    rows: found.sql,
    event_time: found.eventTime,
  })
}
