// Which features tell most of a target? Answered for a spine, then weighed one by one and against each other.
import { nouns } from '../core/counted.ts'
import type { SelectReport, SelectRequest, Weighed } from '../core/datasets.ts'
import { PintailError } from '../core/errors.ts'
import { didYouMean } from '../core/nearest.ts'
import { timed } from '../core/phases.ts'
import type { Watched } from '../core/verbs.ts'
import type { Selected, ViewVersion } from '../core/versions.ts'
import type { Session } from '../offline/offline-store.ts'
import { watching } from '../offline/watching.ts'
import { history } from '../registry/files.ts'
import type { Registry } from '../registry/registry.ts'
import { resolve } from '../registry/resolve.ts'
import { spineNames } from '../retrieval/spine.ts'
import { type Answered, answering } from '../retrieval/training-set.ts'
import { render } from '../sql/render.ts'
import { classOfNumber, classOfText, isNumber, type Weighable } from './classes.ts'
import { type Facts, factsOf } from './facts.ts'
import { type Cell, entropy, mutualInformation } from './information.ts'
import { redundantPairs } from './redundancy.ts'
import type { DatasetRoom } from './room.ts'

type Room = Pick<DatasetRoom, 'registry' | 'store'>

/** A numeric target with more values is parted into tenths. */
const mostClasses = 20

export const select = async (room: Room, request: SelectRequest, watched: Watched): Promise<SelectReport> => {
  const wanted = await wantedOf(room, request)
  const selected = resolve(room.registry.state(), { ...wanted, service: request.service, fullFeatureNames: true })
  const question = {
    spine: request.spine,
    timestamp: request.timestamp,
    knownAt: request.knownAt,
    selected,
    all: room.registry.state().features,
    historyOf: (view: ViewVersion) => history(room.registry, view.rowSet.id),
  }
  return answering(room.store, question, watched, false, async (answered) => {
    const report = await weigh(answered, selected, request.target, watched)
    return { ...report, notes: [...answered.notes, ...wanted.notes, ...report.notes] }
  })
}

interface Wanted {
  readonly features: readonly string[]
  readonly notes: readonly string[]
}

/** What is asked for; else all features of the current views that the spine has the keys of. */
const wantedOf = async ({ registry, store }: Room, request: SelectRequest): Promise<Wanted> => {
  const { features, service } = request
  if (features.length > 0 || service !== null) return { features, notes: [] }
  const session = await store.session()
  try {
    return currentFeatures(registry, await spineNames(session, request.spine))
  } finally {
    session.close()
  }
}

const currentFeatures = (registry: Registry, names: readonly string[]): Wanted => {
  const views = [...registry.state().current.views.values()]
  const fitting = views.filter(({ rowSet }) => rowSet.keys.every((key) => names.includes(key.name)))
  if (views.length > 0 && fitting.length === 0) {
    throw new PintailError({
      code: 'missing_key',
      message: `the spine has the join keys of no feature view; it has ${names.join(', ')}`,
      fix: 'add a join key to the spine   pintail list entities',
    })
  }
  const empty = fitting.filter(({ rowSet }) => history(registry, rowSet.id).lastRun === 0)
  const ready = fitting.filter((view) => !empty.includes(view))
  return {
    features: (ready.length > 0 ? ready : fitting).map(({ view }) => `${view}:*`),
    notes: empty.map(({ view }) => `${view} has no history yet, and is left out`),
  }
}

type Report = Omit<SelectReport, 'notes'> & { readonly notes: readonly string[] }

const weigh = async (
  { session, spine, output, phases }: Answered,
  selected: readonly Selected[],
  target: string,
  watched: Watched,
): Promise<Report> => {
  const at = spine.columns.findIndex((it) => it.name === target)
  if (at < 0)
    throw unknownTarget(
      spine.columns.map((it) => it.name),
      target,
    )
  const features = output.columns.slice(spine.columns.length)
  const columns = [`${output.columns[at]?.sql} AS t`, ...features.map((it, i) => `${it.sql} AS f${i}`)]
  const { relation, parameters } = output
  await timed(phases, 'answer', () =>
    watching(session, 'answer', watched, () =>
      session.run(render('datasets/weighed', { columns: columns.join(', '), relation }), parameters),
    ),
  )
  const types = await session.describe('SELECT * FROM weighed')
  const [first, ...others] = types.map(({ type }, i): Weighable => ({ column: i === 0 ? 't' : `f${i - 1}`, type }))
  const targetColumn = first ?? { column: 't', type: 'VARCHAR' }
  watched.progress?.step('weigh features')
  const facts = await timed(phases, 'facts', () => factsOf(session, others, targetColumn, watched))
  const classes = await classesOfTarget(session, targetColumn)
  const sizes = await cellsOf(session, classes.sql, classes.sql)
  const rows = sizes.reduce((sum, cell) => sum + cell.rows, 0)
  if (rows === 0) {
    throw new PintailError({
      code: 'bad_spine_value',
      message: `the target "${target}" is null in every row of the spine`,
      fix: 'name another column with --target COLUMN',
    })
  }
  watched.progress?.step('tell information')
  const informations = await timed(phases, 'information', () => informationOf(session, others, facts, classes.sql))
  watched.progress?.step('find redundant pairs')
  const redundant = await timed(phases, 'redundancy', () => redundantWith(session, others, facts, rows, watched))
  const named = (i: number): string => nameOf(selected[i])
  const weighed = others.map((_, i): Weighed => {
    const { known, distinct, variance, correlation } = facts[i] ?? nothingKnown
    return {
      feature: named(i),
      type: selected[i]?.feature.type ?? 'json',
      coverage: known / rows,
      variance,
      distinct,
      information: informations[i] ?? 0,
      correlation,
      redundant: (redundant.get(i) ?? []).map((it) => ({ feature: named(it.other), correlation: it.correlation })),
      note: noteOf(others[i], facts[i], rows),
    }
  })
  return {
    target: {
      name: target,
      classes: sizes.length,
      binned: classes.binned,
      entropy: entropy(sizes.map((it) => it.rows)),
    },
    rows,
    features: weighed.sort((a, b) => b.information - a.information || (a.feature < b.feature ? -1 : 1)),
    notes:
      spine.rows === rows
        ? []
        : [
            `${spine.rows - rows} ${nouns(spine.rows - rows, 'row has', 'rows have')} no target and ${nouns(spine.rows - rows, 'is', 'are')} left out`,
          ],
    phases,
  }
}

const nothingKnown = { known: 0, distinct: 0, variance: null, correlation: null } as const

/** `view:feature` of a column `view__feature`. */
const nameOf = (it: Selected | undefined): string =>
  it === undefined ? '' : `${it.view.view}:${it.column.slice(it.view.view.length + 2)}`

const unknownTarget = (names: readonly string[], target: string): PintailError =>
  new PintailError({
    code: 'bad_argument',
    message: `the spine has no column "${target}" to tell of; it has ${names.join(', ')}`,
    fix: didYouMean(target, names, 'name another with --target COLUMN'),
  })

const classesOfTarget = async (session: Session, target: Weighable): Promise<{ sql: string; binned: boolean }> => {
  const [facts] = await factsOf(session, [target], target, {})
  const binned = isNumber(target) && (facts?.distinct ?? 0) > mostClasses
  return { binned, sql: binned ? classOfNumber(target, facts?.borders ?? []) : await classOfText(session, target) }
}

const cellsOf = async (session: Session, x: string, y: string): Promise<Cell[]> =>
  (await session.rows(render('datasets/cells', { x, y }))).map((cell) => ({
    x: Number(cell.x),
    y: Number(cell.y),
    rows: Number(cell.rows),
  }))

const informationOf = async (
  session: Session,
  columns: readonly Weighable[],
  facts: readonly Facts[],
  target: string,
): Promise<number[]> => {
  const found: number[] = []
  for (const [i, it] of columns.entries()) {
    const sql = isNumber(it) ? classOfNumber(it, facts[i]?.borders ?? []) : await classOfText(session, it)
    found.push(mutualInformation(await cellsOf(session, sql, target)))
  }
  return found
}

type Other = { readonly other: number; readonly correlation: number }

const redundantWith = async (
  session: Session,
  columns: readonly Weighable[],
  facts: readonly Facts[],
  rows: number,
  { signal }: Watched,
): Promise<Map<number, Other[]>> => {
  const places = columns.flatMap((it, i) => (isNumber(it) && facts[i]?.scale && facts[i].distinct > 1 ? [i] : []))
  const numeric = places.flatMap((place) => {
    const it = columns[place]
    return it === undefined ? [] : [{ ...it, scale: facts[place]?.scale ?? 1 }]
  })
  const found = new Map<number, Other[]>()
  const add = (at: number | undefined, other: number | undefined, correlation: number): void => {
    if (at !== undefined && other !== undefined) found.set(at, [...(found.get(at) ?? []), { other, correlation }])
  }
  for (const { a, b, correlation } of await redundantPairs(session, numeric, rows, signal)) {
    add(places[a], places[b], correlation)
    add(places[b], places[a], correlation)
  }
  return found
}

const noteOf = (it: Weighable | undefined, facts: Facts | undefined, rows: number): string => {
  if (it === undefined || facts === undefined || facts.known === 0) return 'all null'
  return [
    ...(facts.distinct === 1 ? [facts.known === rows ? 'constant' : 'constant where known'] : []),
    ...(facts.nan > 0 ? [`${facts.nan} NaN`] : []),
    ...(isNumber(it) ? [] : ['no number']),
  ].join(', ')
}
