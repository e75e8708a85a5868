// What lies under a view's features? Its source's rows with derived columns, filtered, and their keys and times as SQL.
import { type Column, engineType } from '../core/values.ts'
import type { DerivedRead, FeatureVersion, RowSet } from '../core/versions.ts'
import { quoteName } from '../sql/quote.ts'
import { render } from '../sql/render.ts'
import { castInstant, castKey, finite } from './casts.ts'
import { derivedLayer, type Layer, type Texts } from './derived.ts'
import { type Environment, namesIn } from './environments.ts'
import { freshNames } from './names.ts'
import { numbersIn } from './numbers.ts'
import { wrapped } from './wrapped.ts'

export interface Compilation {
  readonly rowSet: RowSet
  /** Of the source, as they were landed: a timestamp is in UTC. */
  readonly columns: readonly Column[]
  /** A table expression with these columns and `pintail_row_id`. */
  readonly from: string
  readonly wanted: readonly FeatureVersion[]
  /** Whatever the wanted ones use, by id. */
  readonly all: ReadonlyMap<number, FeatureVersion>
  /** Whether texts of JSON columns may be something else; they may where it is not said. */
  readonly texts?: Texts
}

export interface Rows {
  /** Has the environment's columns and features, by their names. */
  readonly sql: string
  /** SQL over it, each in the order of the row set's keys. */
  readonly keys: readonly string[]
  readonly eventTime: string
  readonly created: string
  readonly rowId: string
  /** A name that nothing in it has. */
  readonly fresh: (name: string) => string
}

export const rowsOf = (compilation: Compilation, environment: Environment): Rows => {
  const { rowSet, columns } = compilation
  const fresh = freshNames(namesIn(environment))
  const [rowId, timestamp, created] = [fresh('row_id'), fresh('timestamp'), fresh('created')]
  const derived = derivedRows(compilation, environment, rowId, fresh).sql
  const kept = render('aggregations/rows', {
    timestamp: wrapped(rowSet.timestamp),
    as_timestamp: timestamp,
    created: rowSet.created === null ? 'CAST(NULL AS TIMESTAMP)' : wrapped(rowSet.created),
    as_created: created,
    relation: derived,
    filter: rowSet.filter === null ? 'true' : wrapped(rowSet.filter),
  })
  return {
    sql: environment.used.reduce(withUsed, kept),
    keys: rowSet.keys.map((key) => keyOf(key, rowSet.timezone, columns, environment)),
    eventTime: timeOf(rowSet.timestamp, timestamp, rowSet, columns),
    created: rowSet.created === null ? created : timeOf(rowSet.created, created, rowSet, columns),
    rowId,
    fresh,
  }
}

/** The raw columns of an environment and the derived ones, layer by layer, with all that was extracted on the way. */
export const derivedRows = (
  { rowSet, from, texts = 'checked' }: Compilation,
  { raw, derived }: Pick<Environment, 'raw' | 'derived'>,
  rowId: string,
  fresh: (name: string) => string,
): Layer =>
  derived.reduce<Layer>(
    ({ sql, extractions }, columns) => {
      const layer = derivedLayer(sql, columns, { timezone: rowSet.timezone, texts, fresh })
      return { sql: layer.sql, extractions: [...extractions, ...layer.extractions] }
    },
    { sql: `SELECT ${[...raw.map(quoteName), `pintail_row_id AS ${rowId}`].join(', ')} FROM ${from}`, extractions: [] },
  )

const withUsed = (relation: string, layer: readonly FeatureVersion[]): string =>
  `SELECT *, ${layer.map((it) => `${featureValue(it)} AS ${quoteName(it.name)}`).join(', ')} FROM (\n${relation}\n)`

/** SQL of a feature over the columns it sees, in the type it is stored as. */
export const featureValue = (feature: FeatureVersion): string =>
  `CAST(${wrapped(numbersIn(feature.expression, feature.fits))} AS ${engineType(feature.type)})`

const keyOf = (key: Column, timezone: string, columns: readonly Column[], environment: Environment): string => {
  const same = (it: { readonly name: string }): boolean => it.name.toLowerCase() === key.name.toLowerCase()
  const column: Column | DerivedRead | undefined = environment.derived.flat().find(same) ?? columns.find(same)
  return castKey(quoteName(column?.name ?? key.name), column?.type ?? key.type, key.type, timezone)
}

const timeOf = (expression: string, name: string, rowSet: RowSet, columns: readonly Column[]): string => {
  const column = columns.find((it) => it.name === expression || quoteName(it.name) === expression)
  return column?.type === 'timestamp' ? finite(name) : castInstant(name, rowSet.timezone)
}
