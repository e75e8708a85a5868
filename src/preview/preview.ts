// What would a view answer, as its definition stands now? Computed on a sample in a folder that is gone afterwards.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { compileRelation } from '../aggregations/compile.ts'
import type { Analysed, AnalysedSource, AnalysedView } from '../core/analysed.ts'
import { PintailError } from '../core/errors.ts'
import type { History } from '../core/history.ts'
import { didYouMean } from '../core/nearest.ts'
import { type Phases, timed } from '../core/phases.ts'
import type { PreviewReport, PreviewRequest } from '../core/preview.ts'
import type { Column } from '../core/values.ts'
import type { Watched } from '../core/verbs.ts'
import type { Selected, ViewVersion } from '../core/versions.ts'
import { computeHistory } from '../ingest/compute.ts'
import { type OfflineStore, readParquet, type Session } from '../offline/offline-store.ts'
import type { LandedFile } from '../offline/source-log.ts'
import { resolve } from '../registry/resolve.ts'
import { writeTrainingSet } from '../retrieval/training-set.ts'
import { readerFrom } from '../sources/format.ts'
import { quoteNames, quoteText } from '../sql/quote.ts'
import { render } from '../sql/render.ts'
import { profileOf } from './profile.ts'
import { filesSample, landedSample, type Sample } from './sample.ts'
import { type Trial, trialOf } from './trial.ts'

export interface PreviewRoom {
  readonly project: { readonly root: string; resolve(path: string): string }
  readonly store: OfflineStore
  /** A folder for what is written and removed again. */
  readonly temporary: string
  landedOf(source: string): readonly LandedFile[]
}

/** Instants that the profile is taken over. */
const mostAnswers = 2000

export const preview = async (
  room: PreviewRoom,
  { views, sources }: Pick<Analysed, 'views' | 'sources'>,
  request: PreviewRequest,
  watched: Watched,
): Promise<PreviewReport> => {
  const view = views.get(request.view)
  const source = view && sources.get(view.rows.source)
  if (view && source) return previewView(room, view, source, request, watched)
  throw new PintailError({
    code: 'unknown_view',
    message: `no definition file declares a feature view "${request.view}"`,
    fix: didYouMean(request.view, views.keys(), 'pintail list views'),
  })
}

const previewView = async (
  room: PreviewRoom,
  view: AnalysedView,
  source: AnalysedSource,
  { limit }: PreviewRequest,
  watched: Watched,
): Promise<PreviewReport> => {
  mkdirSync(room.temporary, { recursive: true })
  const staging = mkdtempSync(join(room.temporary, 'preview-'))
  const session = await room.store.session(watched.signal)
  const phases: Phases = {}
  try {
    const trial = trialOf(view)
    const sample = await timed(phases, 'sample', () => sampleOf(room, session, trial, source, staging, watched))
    const it = await timed(phases, 'extract', () => tried(session, trial, source.schema.columns, sample, staging))
    const spine = join(staging, 'spine.parquet')
    const keys = quoteNames(view.rows.keys.map((key) => key.name))
    const rows = readParquet(
      it.history.segments.map((segment) => segment.files[0]?.path ?? ''),
      'union_by_name = true',
    )
    await session.run(
      render('preview/spine', { keys, rows, most: String(Math.max(limit, mostAnswers)), output: quoteText(spine) }),
    )
    const output = join(staging, 'answers.parquet')
    const selected = selectedOf(it.view)
    const report = await timed(phases, 'answer', () =>
      writeTrainingSet(
        room.store,
        {
          spine: { path: spine, format: 'parquet' },
          timestamp: 'event_time',
          knownAt: false,
          output,
          format: 'parquet',
          selected,
          all: it.all,
          historyOf: () => it.history,
        },
        watched,
      ),
    )
    const answers = readParquet([output])
    const profile = await timed(phases, 'profile', () => profileOf(session, answers, selected))
    const shown = await session.rows(`SELECT * FROM ${answers} LIMIT ${Math.trunc(limit)}`)
    return {
      view: view.name,
      sample: { rows: sample.rows, from: sample.from, whole: sample.whole, rejected: sample.rejected },
      columns: report.columns,
      rows: shown.map((row) => report.columns.map(({ name }) => row[name] ?? null)),
      profile,
      answers: report.rows,
      phases,
    }
  } finally {
    session.close()
    rmSync(staging, { recursive: true, force: true })
  }
}

type Sampled = Sample & { readonly rejected: number }

const sampleOf = async (
  { project, landedOf }: PreviewRoom,
  session: Session,
  { view }: Trial,
  { name, definition, schema }: AnalysedSource,
  staging: string,
  watched: Watched,
): Promise<Sampled> => {
  const landed = landedOf(name)
  if (landed.length > 0) return { ...(await landedSample(session, landed, staging)), rejected: 0 }
  const timesOf = (rows: string): string =>
    compileRelation({
      rowSet: { ...view.rowSet, filter: null },
      columns: schema.columns,
      from: `(${rows})`,
      wanted: [],
      all: new Map(),
    })[0]?.sql ?? ''
  const read = { ...schema, reader: readerFrom(schema.reader) }
  const unlanded = { root: project.root, source: name, definition, schema: read, timed: timesOf }
  return filesSample(session, unlanded, project.resolve, staging, watched)
}

interface Tried extends Trial {
  readonly history: History
}

/** The sample's rows computed as an ingest would, with what is fitted on them. */
const tried = async (
  session: Session,
  { view, all }: Trial,
  columns: readonly Column[],
  sample: Sample,
  staging: string,
): Promise<Tried> => {
  const folder = join(staging, 'computed')
  mkdirSync(folder)
  const empty: History = { rowSet: view.rowSet, segments: [], hidden: [], lastRun: 0 }
  const computed = await computeHistory(session, {
    history: empty,
    columns,
    landed: sample.files,
    fresh: sample.files,
    live: [...all.values()],
    all,
    staging: folder,
  })
  const fitted = new Map([...all, ...computed.fitted.map((it) => [it.id, it] as const)])
  const runs = sample.files.map((it) => it.run)
  const segments = computed.segments.map((segment, i) => ({
    ...segment,
    id: i + 1,
    firstRun: Math.min(...runs),
    lastRun: Math.max(...runs),
    files: segment.files.map(({ staged, ...file }) => ({ ...file, path: staged })),
  }))
  return {
    all: fitted,
    view: { ...view, features: view.features.map((it) => fitted.get(it.id) ?? it) },
    history: {
      ...empty,
      segments,
      hidden: computed.hidden === null ? [] : [computed.hidden],
      lastRun: Math.max(...runs),
    },
  }
}

/** Everything the view has; families that found nothing to fit to have no members yet. */
const selectedOf = (view: ViewVersion): Selected[] =>
  resolve(
    {
      views: new Map([[view.id, view]]),
      services: new Map(),
      current: { views: new Map([[view.view, view]]), services: new Map() },
    },
    { features: [`${view.view}:*`], service: null, fullFeatureNames: false },
  )
