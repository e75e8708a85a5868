// Why this value? The SQL of a question as it runs, and for one cell the rows that could have answered it.
import { valueSql } from '../aggregations/categories.ts'
import type { Micros } from '../core/clock.ts'
import { PintailError } from '../core/errors.ts'
import { runOfRow } from '../core/history.ts'
import { formatInstant } from '../core/instants.ts'
import type { Column, Value } from '../core/values.ts'
import type { ExplainCell, ExplainedRow, Explanation, Watched } from '../core/verbs.ts'
import type { ViewVersion } from '../core/versions.ts'
import type { EngineRow, OfflineStore, Parameters, Session } from '../offline/offline-store.ts'
import { render } from '../sql/render.ts'
import { asOf, usualRowsAtOnce } from './as-of.ts'
import { type Asked, rowsOfKeys } from './asked.ts'
import { isBehaviour } from './behaviour.ts'
import { eventColumns, eventsAround } from './explain-window.ts'
import type { Explained } from './explained.ts'
import { everything, historyRows, keyNames, segmentsOf } from './history-rows.ts'
import { lateValues } from './late-values.ts'
import type { Plan } from './plan.ts'
import { runSteps } from './run-steps.ts'
import { loadSpine } from './spine.ts'
import type { Statement } from './statement.ts'

const mostRows = 20

/** The statements of a question about many rows, with `asked` as the table of its keys and instants. */
export const explainView = (it: Explained): Explanation => {
  const times = it.history.segments.flatMap((segment) => [segment.earliest, segment.latest])
  const asked: Asked = {
    table: 'asked',
    keys: it.view.rowSet.keys.map((_, i) => `key${i}`),
    rows: it.history.segments.reduce((sum, segment) => sum + segment.rows, 1),
    earliest: times.reduce<Micros | null>((least, at) => (least === null || at < least ? at : least), null),
    latest: times.reduce<Micros | null>((most, at) => (most === null || at > most ? at : most), null),
  }
  return {
    view: it.view.view,
    sql: textOf(asOf(questionOf(it, false), asked)),
    columns: valuesOf(it),
    rows: [],
    notes: [],
  }
}

/** The rows around the one that answers for a key at an instant, newest first, each with the reason. */
export const explainCell = async (
  store: OfflineStore,
  it: Explained,
  cell: ExplainCell,
  { signal }: Pick<Watched, 'signal'> = {},
): Promise<Explanation> => {
  const keys = it.view.rowSet.keys
  const session = await store.session(signal)
  try {
    const wanted = { keys: keys.map((key) => ({ key, view: it.view.view })), timestamp: instantName }
    const spine = await loadSpine(session, { columns: columnsOf(cell, keys) }, wanted)
    const asked = spine.askedFor(keys)
    const plan = asOf(questionOf(it, cell.knownAt), asked)
    await runSteps(session, plan.steps, {})
    const behaviour = isBehaviour(it.selected.map((one) => one.feature))
    const about = { view: it.view.view, sql: textOf(plan) }
    if (!behaviour)
      return { ...about, columns: valuesOf(it), rows: await rowsAround(session, it, cell, asked, plan), notes: [] }
    const { rows, notes } = await eventsAround(session, it, cell, asked)
    const answer = await answerOf(session, it, plan)
    return { ...about, columns: eventColumns(it), rows, notes: [`the answer is ${answer ?? 'null'}`, ...notes] }
  } finally {
    session.close()
  }
}

const valuesOf = ({ selected }: Explained): Column[] =>
  selected.map(({ column, feature }) => ({ name: column, type: feature.type }))

const instantName = ' instant'

const questionOf = ({ view, history, selected, all = new Map() }: Explained, knownAt: boolean) => ({
  name: 'v0',
  history,
  features: [...new Set(selected.map((one) => one.feature))],
  all,
  ttl: view.ttl,
  knownAt,
  lastRun: null,
  rowsAtOnce: usualRowsAtOnce,
})

const textOf = ({ steps, answer }: Plan): string => [...steps.map(statementText), answer].join(';\n\n')

const statementText = ({ sql, parameters }: Statement): string => {
  const values = Object.entries(parameters).map(([name, value]) => `-- $${name} = ${shown(value)}`)
  return [...values, sql].join('\n')
}

const shown = (value: Parameters[string] | undefined): string =>
  typeof value === 'object' && value !== null ? formatInstant(value.micros) : String(value)

const columnsOf = ({ keys, at }: ExplainCell, wanted: readonly Column[]): (Column & { values: Value[] })[] => [
  ...wanted.map(({ name }) => {
    const value = keys.get(name)
    if (value !== undefined) return { name, type: 'string' as const, values: [value] }
    throw new PintailError({
      code: 'missing_key',
      message: `the join key "${name}" has no value`,
      fix: `add --entity ${name}=VALUE`,
    })
  }),
  { name: instantName, type: 'timestamp', values: [at] },
]

/** The value of the one feature asked about, before its default, as text. */
const answerOf = async (session: Session, { selected }: Explained, plan: Plan): Promise<string | null> => {
  const [only] = selected
  if (only === undefined || selected.length > 1) return null
  const value = valueSql(only.feature, only.category, 'f0')
  const [row] = await session.rows(`SELECT CAST(${value} AS VARCHAR) AS value FROM (\n${plan.answer}\n)`)
  return typeof row?.value === 'string' ? row.value : null
}

const rowsAround = async (
  session: Session,
  { history, selected, view }: Explained,
  cell: ExplainCell,
  asked: Asked,
  plan: Plan,
): Promise<ExplainedRow[]> => {
  const reading = { history, bounds: everything, rows: 'all', lastRun: null } as const
  const every = historyRows(reading)
  if (every === null) return []
  const names = keyNames(history)
  const candidates = { candidates: 'v0_candidates', rows: rowsOfKeys(every, names, asked) }
  await session.run(render('retrieval/candidates', candidates))
  const chosen = plan.matches ?? '(SELECT NULL::BIGINT AS pos)'
  await session.run(render('retrieval/around', { around: 'v0_around', candidates: 'v0_candidates', chosen }), {
    instant: { micros: cell.at },
    most: mostRows,
  })
  const values = lateValues('v0_around', segmentsOf(reading), {
    carried: ['pos', 'place', 'event_time', 'created', 'row_id'],
    identities: [],
    features: selected.map((one) => one.feature),
  })
  const seen = cell.knownAt && view.rowSet.created !== null ? 'created <= $instant' : 'event_time <= $instant'
  const rows = await session.rows(render('retrieval/judged', { chosen, seen, values }), {
    instant: { micros: cell.at },
  })
  return rows.map((row) => explained(row, { view, selected }, cell))
}

const instantOf = (value: Value | undefined): Micros | null => (typeof value === 'bigint' ? value : null)

const explained = (row: EngineRow, it: Pick<Explained, 'view' | 'selected'>, cell: ExplainCell): ExplainedRow => {
  const eventTime = instantOf(row.event_time) ?? 0n
  const created = instantOf(row.created)
  const values = it.selected.map(({ column }, i): [string, Value] => [column, row[`f${i}`] ?? null])
  return {
    chosen: row.chosen === true,
    why: why(row, { eventTime, created }, it.view, cell),
    eventTime,
    created,
    run: runOfRow(instantOf(row.row_id) ?? 0n),
    values: Object.fromEntries(values),
  }
}

const why = (
  row: EngineRow,
  { eventTime, created }: { readonly eventTime: Micros; readonly created: Micros | null },
  { ttl, rowSet }: ViewVersion,
  { at, knownAt }: ExplainCell,
): string => {
  if (row.chosen === true) return 'chosen'
  if (eventTime > at) return 'after the instant'
  if (knownAt && rowSet.created !== null) {
    if (created === null) return 'created time is null, so never known'
    if (created > at) return 'not yet known'
  }
  if (row.superseded === true) return 'superseded'
  if (row.tied === true) return 'lost a tie'
  return ttl !== null && eventTime < at - ttl ? 'older than ttl' : 'older'
}
