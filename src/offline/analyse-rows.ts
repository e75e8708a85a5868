// Which rows does a view have? Its keys, filter and times, checked against its source's columns.
import type { AnalysedRows } from '../core/analysed.ts'
import type { SourceDefinition } from '../core/definitions.ts'
import { PintailError, type Place } from '../core/errors.ts'
import { fingerprintOfRows } from '../core/fingerprint.ts'
import { didYouMean } from '../core/nearest.ts'
import type { Column } from '../core/values.ts'
import type { View } from '../core/views.ts'
import { quoteName } from '../sql/quote.ts'
import { type Analysis, gapInRow, isGap, readsOf, resolveNames, type SourceScope } from './analysis.ts'
import type { Scope } from './expressions.ts'
import { inUtc, timezoneOf } from './instants.ts'

export interface ViewToAnalyse {
  readonly view: View
  readonly source: SourceDefinition
  readonly scope: SourceScope
  readonly bound: Scope
  place(path: readonly PropertyKey[]): Place | undefined
  sourcePlace(path: readonly PropertyKey[]): Place | undefined
}

/** An expression with the names it reads. */
interface Read {
  readonly sql: string
  readonly columns: readonly string[]
}

/** Undefined where something is wrong, which is then among the problems. */
export const analyseRows = async (analysis: Analysis, it: ViewToAnalyse): Promise<AnalysedRows | undefined> => {
  const { view, source } = it
  const entityPath = view.entities.length === 1 ? 'entity' : 'entities'
  const keys = await analysis.attempt(it.place([entityPath]), async () => checkKeys(it))
  const filter = await analysis.attempt(it.place(['where']), () => analyseFilter(analysis, it))
  const timestamp = await analysis.attempt(it.sourcePlace(['timestamp']), () =>
    analyseTime(analysis, it, source.timestamp),
  )
  const id = await analysis.attempt(it.sourcePlace(['id']), async () => idOf(it))
  const { created } = source
  const known = await analysis.attempt(it.sourcePlace(['created']), async () =>
    created === undefined ? null : analyseTime(analysis, it, created),
  )
  if (!keys || filter === undefined || !timestamp || known === undefined || id === undefined) return undefined
  if (id) await analysis.parse(id.sql)
  const parts = {
    source: view.source,
    keys,
    filter: filter?.sql ?? null,
    timestamp: timestamp.sql,
    created: known?.sql ?? null,
    timezone: timezoneOf(source),
    events: view.ofEvents || id !== null,
    eventId: id?.sql ?? null,
    reads: readsOf(it.scope, [
      ...keys.map((key) => key.name.toLowerCase()),
      ...[filter, timestamp, known, id].flatMap((read) => read?.columns ?? []),
    ]),
  }
  return { ...parts, view: view.name, fingerprint: fingerprintOfRows(parts, analysis.treeOf) }
}

/** Beside its keys a stored row has these columns, and one named feature@version for each feature. */
const reserved = new Set(['event_time', 'created', 'row_id'])

const checkKeys = ({ view, scope }: ViewToAnalyse): readonly Column[] => {
  for (const { name, type } of view.keys) {
    if (reserved.has(name.toLowerCase()) || /@\d+$/.test(name)) {
      throw new PintailError({
        code: 'bad_definition',
        message: `"${name}" cannot be a join key: stored rows have a column of that name`,
        fix: `derive the key under another name: columns: { the_key: { sql: '${quoteName(name)}' } }`,
      })
    }
    const column = scope.get(name.toLowerCase())
    if (!column) {
      const names = [...scope.values()].map((it) => it.name)
      throw new PintailError({
        code: 'unknown_column',
        message: `source "${view.source}" has no column for the join key "${name}"`,
        fix: didYouMean(name, names, `derive it: columns: { ${name}: { sql: … } } in source "${view.source}"`),
      })
    }
    if (isGap(column)) throw gapInRow(column.name)
    if (type === 'string' && /float|json|\[\]/.test(column.type)) {
      throw new PintailError({
        code: 'bad_type',
        message: `the join key "${name}" is a string, and its column is ${column.type}`,
        fix: 'derive a column that holds the key as text or as an integer',
      })
    }
  }
  return view.keys
}

const analyseFilter = async (analysis: Analysis, it: ViewToAnalyse): Promise<Read | null> => {
  const { view, scope } = it
  if (view.where === null) return null
  const tree = await analysis.parse(view.where)
  const features = view.features.map((feature): [string, string] => [
    feature.name,
    'a filter sees the columns of the source, not the features of the view',
  ])
  const home = `source "${view.source}"`
  const names = resolveNames(analysis, tree, { scope, more: new Set(), home, elsewhere: new Map(features) })
  const type = await it.bound.typeOf(view.where)
  if (type !== 'BOOLEAN') {
    throw new PintailError({
      code: 'bad_type',
      message: `a filter is true or false, and this is ${type}: ${view.where}`,
      fix: 'compare it: … = 1, … IS NOT NULL',
    })
  }
  return { sql: view.where, columns: names.columns }
}

/** A column by its name: what tells rows apart is no matter of opinion. */
const idOf = ({ source, scope, view }: ViewToAnalyse): Read | null => {
  if (source.id === undefined) return null
  const column = scope.get(source.id.toLowerCase())
  if (!column) {
    const names = [...scope.values()].map((it) => it.name)
    throw new PintailError({
      code: 'unknown_column',
      message: `source "${view.source}" has no column "${source.id}" to tell its rows apart`,
      fix: didYouMean(source.id, names, 'name a column of the files, or one that the source derives'),
    })
  }
  if (isGap(column)) throw gapInRow(column.name)
  return { sql: quoteName(column.name), columns: [column.name.toLowerCase()] }
}

/** The name of a column, whatever its letters, or an expression. */
const analyseTime = async (analysis: Analysis, it: ViewToAnalyse, given: string): Promise<Read> => {
  const { view, scope, source } = it
  const column = scope.get(given.toLowerCase())
  const sql = column ? quoteName(column.name) : given
  const tree = await analysis.parse(sql)
  const names = resolveNames(analysis, tree, { scope, more: new Set(), home: `source "${view.source}"` })
  const type = await it.bound.typeOf(sql)
  if (!/^(DATE|TIMESTAMP.*|VARCHAR)$/.test(type)) throw noTime(sql, type)
  const fromInstants = names.columns.some((name) => scope.get(name)?.type === 'timestamp')
  const instant = fromInstants ? sql : inUtc(sql, type, source)
  await analysis.parse(instant)
  return { sql: instant, columns: names.columns }
}

const noTime = (sql: string, type: string): PintailError => {
  const isNumber = /INT|DOUBLE|FLOAT|DECIMAL/.test(type)
  return new PintailError({
    code: 'bad_type',
    message: `an event happens at a time, and ${sql} is ${type}`,
    fix: isNumber
      ? `say what it counts: to_timestamp(${sql}) of seconds, epoch_ms(${sql}) of milliseconds`
      : 'name a column that holds a date or a time',
  })
}
