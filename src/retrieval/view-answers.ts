// What does each view answer to a spine? Matched one view at a time, or read where the same was answered before.
import type { History } from '../core/history.ts'
import { type Phases, timed } from '../core/phases.ts'
import type { Watched } from '../core/verbs.ts'
import type { FeatureVersion, Selected, ViewVersion } from '../core/versions.ts'
import type { Session } from '../offline/offline-store.ts'
import { watching } from '../offline/watching.ts'
import { keptAnswer, openShelf } from './answer-shelf.ts'
import { asOf, type Question, usualRowsAtOnce } from './as-of.ts'
import type { Asked } from './asked.ts'
import { isBehaviour } from './behaviour.ts'
import { eventsPerKey } from './events-per-key.ts'
import { runSteps } from './run-steps.ts'
import type { Spine } from './spine.ts'

/** The features asked of one view version, and its history. */
export interface AskedView {
  readonly view: ViewVersion
  readonly history: History
  readonly selected: readonly Selected[]
}

/** A view's answer: SQL that gives `rid, f0…`. */
export interface Answer {
  readonly name: string
  readonly sql: string
  readonly selected: readonly Selected[]
  /** What `f0…` are. */
  readonly features: readonly FeatureVersion[]
  readonly statements: readonly string[]
}

/** How they are asked: see `Rows`. */
export interface Asking {
  readonly knownAt: boolean
  readonly lastRuns?: ReadonlyMap<number, number>
  readonly exactSums?: boolean
  readonly all?: ReadonlyMap<number, FeatureVersion>
  readonly shelf?: string
  /** Of the spine's file, where answers to it may be kept. */
  readonly hash: string | null
}

/** Matches each view, one at a time; the values are fetched while the answer is written. */
export const answerViews = async (
  session: Session,
  spine: Spine,
  views: readonly AskedView[],
  { knownAt, lastRuns, exactSums = false, all = new Map(), shelf: folder, hash }: Asking,
  watched: Watched,
  phases: Phases,
): Promise<Answer[]> => {
  const answers: Answer[] = []
  const shelf = folder === undefined || hash === null ? null : { folder, hash }
  for (const [i, { view, history, selected }] of views.entries()) {
    const name = `v${i}`
    const features = [...new Set(selected.map((it) => it.feature))]
    const lastRun = lastRuns?.get(view.rowSet.id) ?? null
    const reading = { history, features, all, ttl: view.ttl, knownAt, lastRun }
    const density = isBehaviour(features) ? await eventsPerKey(session, history) : null
    const guessed = density === null ? {} : { eventsPerKey: density }
    const question = { name, ...reading, ...guessed, exactSums, rowsAtOnce: usualRowsAtOnce }
    const asked = spine.askedFor(view.rowSet.keys)
    const { sql, statements } = await timed(phases, view.view, () =>
      shelf === null || !isBehaviour(features) || asked.rows < worthKeeping
        ? answered(session, question, asked, watched)
        : fromShelf(session, question, asked, spine, shelf, watched),
    )
    answers.push({ name, selected, features, sql, statements })
  }
  return answers
}

/** Fewer rows are answered sooner than a file is written. */
const worthKeeping = 10_000

type Answering = Pick<Answer, 'sql' | 'statements'>

const answered = async (session: Session, question: Question, asked: Asked, watched: Watched): Promise<Answering> => {
  const { steps, answer } = asOf(question, asked)
  await runSteps(session, steps, watched)
  return { sql: answer, statements: steps.map((step) => step.sql) }
}

/** What was answered before is read; the rest is answered, and kept. */
const fromShelf = async (
  session: Session,
  question: Question,
  asked: Asked,
  spine: Spine,
  { folder, hash }: { readonly folder: string; readonly hash: string },
  watched: Watched,
): Promise<Answering> => {
  const { history, features, knownAt } = question
  const keys = new Set(history.rowSet.keys.map((key) => key.name))
  const columns = spine.columns.filter((it) => keys.has(it.name) || it === spine.instant)
  const occasion = { spine: hash, columns: columns.map((it) => `${it.name} ${it.type}`), history, knownAt }
  const shelf = await openShelf(session, folder, occasion, features)
  const missing = features.filter((it) => !shelf.kept.has(it))
  if (missing.length === 0) return { sql: keptAnswer(shelf.kept, features), statements: [] }
  const { steps, answer } = asOf({ ...question, features: missing }, asked)
  await runSteps(session, steps, watched)
  const fresh = await watching(session, `${history.rowSet.view}: answers`, watched, () => shelf.keep(answer, missing))
  return { sql: keptAnswer(new Map([...shelf.kept, ...fresh]), features), statements: steps.map((step) => step.sql) }
}
