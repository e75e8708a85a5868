// What were these features for these rows, then? Several views answered one by one and put side by side with the spine.
import { existsSync } from 'node:fs'
import { valueSql } from '../aggregations/categories.ts'
import { PintailError } from '../core/errors.ts'
import type { History } from '../core/history.ts'
import { type Phases, timed } from '../core/phases.ts'
import { askedThrough, isStored, lacksVocabulary } from '../core/state.ts'
import { type Column, engineType, typeOfEngine } from '../core/values.ts'
import type { HistoricalReport, HistoricalRequest, Watched } from '../core/verbs.ts'
import type { FeatureVersion, Selected, ViewVersion } from '../core/versions.ts'
import type { OfflineStore, Parameters, Session } from '../offline/offline-store.ts'
import { checkDestination, type Output, type OutputColumn, writeOutput } from '../offline/output.ts'
import { watching } from '../offline/watching.ts'
import { render } from '../sql/render.ts'
import { hashedWhile } from './answer-shelf.ts'
import { isBehaviour } from './behaviour.ts'
import { withDefaults } from './defaults.ts'
import { loadSpine, type Spine } from './spine.ts'
import { keptTypes } from './text-types.ts'
import { type Answer, type AskedView, answerViews } from './view-answers.ts'

/** What is asked of the past: features for the rows of a spine. */
export interface Rows extends Pick<HistoricalRequest, 'spine' | 'timestamp' | 'knownAt'> {
  /** In the order of the answer. */
  readonly selected: readonly Selected[]
  /** Feature versions by id, those that the selected ones use among them. */
  readonly all?: ReadonlyMap<number, FeatureVersion>
  historyOf(view: ViewVersion): History
  /** By row set, of a question about an earlier history: rows of later runs do not exist. */
  readonly lastRuns?: ReadonlyMap<number, number>
  /** A folder where answers of aggregations are kept for the next question about the same rows. */
  readonly shelf?: string
  /** Sums of floats are to have the same bits, whatever files and threads they are taken over. */
  readonly exactSums?: boolean
}

export interface TrainingSet extends Rows, Pick<HistoricalRequest, 'output' | 'format'> {}

/** An answer that stands in a session, for whoever writes or weighs it. */
export interface Answered {
  readonly session: Session
  readonly spine: Spine
  /** The spine's own columns first, then a column a feature, in the order asked. */
  readonly output: Output
  readonly columns: readonly Column[]
  /** Statements that led to it, in order; the relation of `output` comes last. */
  readonly statements: readonly string[]
  readonly notes: readonly string[]
  readonly phases: Phases
}

export const writeTrainingSet = async (
  store: OfflineStore,
  wanted: TrainingSet,
  watched: Watched = {},
): Promise<HistoricalReport> => {
  const destination = { path: wanted.output, format: wanted.format }
  checkDestination(destination)
  return answering(store, wanted, watched, wanted.format === 'csv', async ({ session, output, ...answered }) => {
    const rows = await timed(answered.phases, 'write', () =>
      watching(session, 'write', watched, () => writeOutput(session, output, destination)),
    )
    return { rows, columns: answered.columns, notes: answered.notes, phases: answered.phases }
  })
}

/** Answers for the rows of a spine, and does something with the answer; `asText` leaves the texts of a CSV spine as they are. */
export const answering = async <T>(
  store: OfflineStore,
  wanted: Rows,
  watched: Watched,
  asText: boolean,
  use: (answered: Answered) => Promise<T>,
): Promise<T> => {
  const views = viewsOf(wanted)
  for (const view of views) refuseUnread(view, wanted.all ?? new Map())
  const session = await store.session(watched.signal)
  const phases: Phases = {}
  try {
    const [spine, hash] = await timed(phases, 'spine', () => readSpine(session, wanted, views, watched))
    refuseClashes(spine, wanted.selected)
    const answers = await answerViews(session, spine, views, { ...wanted, hash }, watched, phases)
    const { output, columns } = await sideBySide(session, spine, wanted.selected, asText, answers)
    const statements = answers.flatMap((it) => it.statements)
    return await use({ session, spine, output, columns, statements, notes: notesOf(views, wanted), phases })
  } finally {
    session.close()
  }
}

/** The spine, and the hash of its file where answers to it may be kept. */
const readSpine = (
  session: Session,
  wanted: Rows,
  views: readonly AskedView[],
  watched: Watched,
): Promise<[Spine, string | null]> => {
  const read = (): Promise<Spine> =>
    watching(session, 'read the spine', watched, () =>
      loadSpine(session, wanted.spine, { ...wanted, keys: keysOf(views) }),
    )
  const keeps =
    wanted.shelf !== undefined && views.some(({ selected }) => isBehaviour(selected.map((it) => it.feature)))
  if (keeps && 'path' in wanted.spine && existsSync(wanted.spine.path)) return hashedWhile(wanted.spine.path, read)
  return read().then((spine) => [spine, null])
}

const viewsOf = ({ selected, historyOf }: Rows): AskedView[] => {
  const byView = new Map<number, Selected[]>()
  for (const it of selected) byView.set(it.view.id, [...(byView.get(it.view.id) ?? []), it])
  return [...byView.values()].flatMap((members) => {
    const [first] = members
    return first === undefined ? [] : [{ view: first.view, history: historyOf(first.view), selected: members }]
  })
}

const keysOf = (views: readonly AskedView[]): { key: Column; view: string }[] =>
  views.flatMap(({ view }) => view.rowSet.keys.map((key) => ({ key, view: view.view })))

const sideBySide = async (
  session: Session,
  spine: Spine,
  selected: readonly Selected[],
  asText: boolean,
  answers: readonly Answer[],
): Promise<{ output: Output; columns: Column[] }> => {
  const own = await ownColumns(session, spine, asText)
  const parameters: Record<string, Parameters[string]> = {}
  const features = selected.map((it, i): OutputColumn => {
    const answer = answers.find((one) => one.selected.includes(it))
    const raw = `${answer?.name}.f${answer?.features.indexOf(it.feature)}`
    const value = valueSql(it.feature, it.category, raw)
    // A row without a whole key has no answer, which is not the same as an answer without events.
    const answered =
      it.feature.aggregate?.as === 'oneHot' ? `CASE WHEN ${answer?.name}.rid IS NOT NULL THEN ${value} END` : value
    const { sql, parameter } = withDefaults(answered, it.feature, `default${i}`)
    Object.assign(parameters, parameter)
    return { name: it.column, sql, type: engineType(it.feature.type) }
  })
  const joins = answers.map(({ name, sql }) => render('retrieval/view-answer', { answer: sql, name }))
  const output = {
    columns: [...own, ...features],
    relation: ['spine', ...joins].join('\n'),
    order: 'spine.rowid',
    parameters,
  }
  const columns = [
    ...own.map((it): Column => ({ name: it.name, type: typeOfEngine(it.type) })),
    ...selected.map((it): Column => ({ name: it.column, type: it.feature.type })),
  ]
  return { output, columns }
}

/** The spine's own columns: as they came, or for a typed file from texts, as the types that keep the texts. */
const ownColumns = async (session: Session, spine: Spine, asText: boolean): Promise<OutputColumn[]> => {
  if (!spine.texts || asText) {
    return spine.columns.map(({ name, column, type }) => ({ name, sql: `spine.${column}`, type }))
  }
  return keptTypes(session, spine.columns)
}

const refuseClashes = (spine: Spine, selected: readonly Selected[]): void => {
  for (const it of selected) {
    if (!spine.columns.some((column) => column.name === it.column)) continue
    throw new PintailError({
      code: 'duplicate_column',
      message: `the spine's column "${it.column}" and the feature ${it.view.view}:${it.feature.name} would have one name`,
      fix: 'add --full-feature-names, or rename the column of the spine',
    })
  }
}

const refuseUnread = ({ view, history, selected }: AskedView, all: ReadonlyMap<number, FeatureVersion>): void => {
  const has = ({ id }: FeatureVersion): boolean =>
    history.segments.length === 0 || history.segments.some((it) => it.files.some((file) => file.features.includes(id)))
  const isReady = (feature: FeatureVersion): boolean =>
    askedThrough(feature, all).every((it) => !lacksVocabulary(it) && (!isStored(it) || has(it)))
  const missing = history.lastRun === 0 ? selected[0] : selected.find((it) => !isReady(it.feature))
  if (missing === undefined) return
  throw new PintailError({
    code: 'not_ingested',
    message:
      history.lastRun === 0
        ? `feature view "${view.view}" has no history yet`
        : `${view.view}:${missing.feature.name} (version ${missing.feature.version}) is not computed yet`,
    fix: `pintail ingest ${view.view}`,
  })
}

const notesOf = (views: readonly AskedView[], { knownAt }: Rows): string[] =>
  views
    .filter(({ view }) => knownAt && view.rowSet.created === null)
    .map(({ view }) => `${view.view}: its source has no created column, so it is answered by event time alone`)
