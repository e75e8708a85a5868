// What does a view's history hold? Its rows in a range of time, or every key's answer as of one instant, as a file.

import { valueSql } from '../aggregations/categories.ts'
import type { Micros } from '../core/clock.ts'
import { PintailError } from '../core/errors.ts'
import type { History } from '../core/history.ts'
import { type Phases, timed } from '../core/phases.ts'
import { type Column, engineType } from '../core/values.ts'
import type { ExportRequest, HistoricalReport, Watched } from '../core/verbs.ts'
import type { FeatureVersion, Selected, ViewVersion } from '../core/versions.ts'
import type { OfflineStore, Parameters } from '../offline/offline-store.ts'
import { checkDestination, type Output, type OutputColumn, writeOutput } from '../offline/output.ts'
import { watching } from '../offline/watching.ts'
import { asOfInstant } from './as-of-instant.ts'
import { isBehaviour } from './behaviour.ts'
import { withDefaults } from './defaults.ts'
import { keyNames, readingParameters } from './history-rows.ts'
import { nothing } from './plan.ts'
import { runSteps } from './run-steps.ts'
import { naming, type Statement } from './statement.ts'
import { wholeRows } from './whole-rows.ts'

export interface FeatureExport extends Pick<ExportRequest, 'since' | 'latest' | 'output' | 'format'> {
  readonly view: ViewVersion
  readonly history: History
  /** Features of that view, in the order of the answer. */
  readonly selected: readonly Selected[]
  /** The last instant that counts; with `latest` it is the one asked about. */
  readonly until: Micros
  /** Feature versions by id, those that the selected ones use among them. */
  readonly all?: ReadonlyMap<number, FeatureVersion>
}

/** Rows with `since <= event time <= until` as they are stored; with `latest` answers, so with ttl and defaults. */
export const exportFeatures = async (
  store: OfflineStore,
  wanted: FeatureExport,
  watched: Watched = {},
): Promise<HistoricalReport> => {
  checkDestination({ path: wanted.output, format: wanted.format })
  if (!wanted.latest) refuseBehaviour(wanted)
  const columns = columnsOf(wanted)
  const answer = wanted.latest ? answersAt(wanted) : rowsIn(wanted)
  const session = await store.session(watched.signal)
  const phases: Phases = {}
  try {
    await timed(phases, wanted.view.view, () => runSteps(session, answer.steps, watched))
    const output = outputOf(wanted, answer)
    const rows = await timed(phases, 'write', () =>
      watching(session, 'write', watched, () =>
        writeOutput(session, output, { path: wanted.output, format: wanted.format }),
      ),
    )
    return { rows, columns, notes: [], phases }
  } finally {
    session.close()
  }
}

/** What aggregates has no rows of its own: it is asked at an instant. */
const refuseBehaviour = ({ view, selected }: FeatureExport): void => {
  if (!isBehaviour(selected.map((it) => it.feature))) return
  throw new PintailError({
    code: 'bad_argument',
    message: `"${view.view}" aggregates events: its values are of an instant, so there are no rows to export`,
    fix: `pintail export ${view.view} --latest`,
  })
}

/** Rows `k0…, event_time, created, f0…`. */
interface Answer {
  readonly steps: readonly Statement[]
  readonly sql: string
  readonly parameters: Parameters
}

const questionOf = ({ history, selected, all = new Map() }: FeatureExport) => ({
  name: 'v0',
  history,
  features: [...new Set(selected.map((it) => it.feature))],
  all,
  lastRun: null,
})

const times = ['event_time', 'created'] as const

const columnsOf = ({ view, selected }: FeatureExport): Column[] => {
  const before: Column[] = [...view.rowSet.keys, ...times.map((name) => ({ name, type: 'timestamp' as const }))]
  for (const it of selected) {
    if (!before.some((column) => column.name === it.column)) continue
    throw new PintailError({
      code: 'duplicate_column',
      message: `the feature ${it.view.view}:${it.feature.name} would have the name of the history's column "${it.column}"`,
      fix: 'rename the feature in its definition',
    })
  }
  return [...before, ...selected.map((it): Column => ({ name: it.column, type: it.feature.type }))]
}

const rowsIn = (wanted: FeatureExport): Answer => {
  const { history } = wanted
  const bounds = { earliest: wanted.since, latest: wanted.until, exact: true }
  const reading = { history, bounds, rows: 'newest', lastRun: null } as const
  const { features } = questionOf(wanted)
  const rows = wholeRows(reading, features)
  if (rows !== null) return { steps: [], sql: rows, parameters: naming(rows, readingParameters(reading)) }
  const columns = history.rowSet.keys.map((key, i) => `NULL::${engineType(key.type)} AS k${i}`)
  const before = [...columns, ...times.map((name) => `NULL::TIMESTAMP AS ${name}`)]
  return { steps: [], sql: nothing({ features }, before).answer, parameters: {} }
}

const answersAt = (wanted: FeatureExport): Answer => {
  const { steps, answer } = asOfInstant({ ...questionOf(wanted), at: wanted.until, keys: null })
  return { steps, sql: answer, parameters: {} }
}

const outputOf = ({ history, selected, latest, view, until }: FeatureExport, answer: Answer): Output => {
  const young = latest && view.ttl !== null
  const parameters: Record<string, Parameters[string]> = {
    ...answer.parameters,
    ...(young ? { oldest: { micros: until - view.ttl } } : {}),
  }
  const withDefault = (feature: FeatureVersion, name: string, value: string, n: number): OutputColumn => {
    const { sql, parameter } = withDefaults(value, feature, `default${n}`)
    Object.assign(parameters, parameter)
    return { name, sql, type: engineType(feature.type) }
  }
  const raws = [...new Set(selected.map((it) => it.feature))]
  const features = selected.map(({ feature, category, column }, n): OutputColumn => {
    const i = raws.indexOf(feature)
    const type = engineType(feature.type)
    if (isBehaviour([feature])) return withDefault(feature, column, valueSql(feature, category, `f${i}`), n)
    const value = young ? `CASE WHEN event_time >= $oldest THEN f${i} END` : `f${i}`
    return latest ? withDefault(feature, column, value, n) : { name: column, sql: value, type }
  })
  const keys = keyNames(history)
  return {
    columns: [
      ...history.rowSet.keys.map((key, i) => ({ name: key.name, sql: `k${i}`, type: engineType(key.type) })),
      ...times.map((name) => ({ name, sql: name, type: 'TIMESTAMP' })),
      ...features,
    ],
    relation: `(\n${answer.sql}\n) AS answer`,
    order: [...keys, 'event_time'].join(', '),
    parameters,
  }
}
