// Screen 3, Runs: what was done, when, with how many rows, and did it work? And one run with all it tells.
import type { CheckResult } from '../../core/checks.ts'
import type { Micros } from '../../core/clock.ts'
import type { RegisteredRun, RegistryRead } from '../data/registry.ts'
import { sparkline } from '../present/chart.ts'
import { facts } from '../present/facts.ts'
import { cell, crop, type Line, line, rule } from '../present/lines.ts'
import { type Listing, type ListingOf, listing } from '../present/listing.ts'
import { age, counted, lasting, several, shortAge } from '../present/words.ts'
import { answerTo, type Place, placeOf, type State } from '../state/state.ts'
import { resultOf } from './run.ts'
import { phaseLines } from './run-parts.ts'
import { type Look, type Screen, standing, tableBody, waiting } from './screen.ts'

/** A run of a source is a run of the views that it feeds. */
const of = (views: ReadonlyMap<string, readonly string[]>): ListingOf<RegisteredRun> => ({
  id: ({ run }) => String(run),
  fields: (it) => ({
    what: [String(it.run)],
    kind: [it.kind],
    subject: [it.subject],
    view: [it.subject, ...(it.kind === 'ingest' ? (views.get(it.subject) ?? []) : [])],
    result: [it.status, resultOf(it.status).word],
    status: [it.status, resultOf(it.status).word],
    words: [it.error],
  }),
  columns: [
    { title: 'RUN', align: 'right', rank: 0, cell: (it) => cell(String(it.run)), value: (it) => it.run },
    {
      title: 'RESULT',
      align: 'left',
      rank: 0,
      cell: ({ status }) => cell(resultOf(status).word, resultOf(status).tone),
    },
    { title: 'KIND', align: 'left', rank: 0, cell: (it) => cell(it.kind, 'bold') },
    { title: 'OF', align: 'left', rank: 0, least: 10, most: 40, cell: (it) => cell(it.subject) },
    {
      title: 'AGE',
      exported: 'STARTED',
      align: 'right',
      rank: 1,
      cell: (it, now) => cell(shortAge(it.started, now)),
      value: (it) => it.started,
    },
    {
      title: 'TOOK',
      exported: 'SECONDS',
      align: 'right',
      rank: 2,
      cell: (it, now) => (it.seconds === null ? cell(soFar(it, now), 'accent') : cell(lasting(it.seconds))),
      value: (it) => it.seconds,
    },
    {
      title: 'ROWS IN',
      align: 'right',
      rank: 3,
      cell: (it) => cell(it.read === 0 ? '' : counted(it.read)),
      value: (it) => it.read,
    },
    {
      title: 'WRITTEN',
      align: 'right',
      rank: 4,
      cell: (it) => cell(it.written === 0 ? '' : counted(it.written)),
      value: (it) => it.written,
    },
    {
      title: 'REJECTED',
      align: 'right',
      rank: 3,
      cell: (it) => cell(it.rejected === 0 ? '' : counted(it.rejected), 'warn'),
      value: (it) => it.rejected,
    },
    { title: 'ERROR', align: 'left', rank: 5, least: 12, most: 50, cell: (it) => cell(it.error, 'bad') },
  ],
})

/** Of a run under way, how long it has been. */
const soFar = ({ started, status }: RegisteredRun, now: Micros): string =>
  status === 'running' && started !== null ? `${lasting(Math.max(0, Number(now - started) / 1e6))} so far` : ''

const viewsOf = ({ views }: RegistryRead): ReadonlyMap<string, readonly string[]> =>
  new Map([...Map.groupBy(views, ({ source }) => source)].map(([source, all]) => [source, all.map(({ view }) => view)]))

const listings = new WeakMap<RegistryRead, Listing>()

const listed = (state: State): Listing | null => {
  const { value } = answerTo(state, 'registry', '')
  if (value === null) return null
  const known = listings.get(value) ?? listing(value.runs, of(viewsOf(value)))
  listings.set(value, known)
  return known
}

const selectedRun = (state: State, place: Place): string => {
  const table = listed(state)
  return table === null ? '' : standing(state, place, table).id
}

export const runsScreen: Screen = {
  title: () => 'Runs',
  about:
    'Everything that was done to the data, newest first: how long it took, how many rows came and went, and whether it worked.',
  filters: 'words, kind:ingest result:fail view:cardiac, - leaves out',
  asks: (state, place) => {
    const run = selectedRun(state, place)
    return [{ kind: 'registry', id: '' }, ...(run === '' ? [] : [{ kind: 'run', id: run } as const])]
  },
  listing: (state) => listed(state),
  body: (state, place, look) => {
    const answer = answerTo(state, 'registry', '')
    const table = listed(state)
    if (table === null || answer.value === null) return waiting(answer, look) ?? []
    const { runs } = answer.value
    const id = selectedRun(state, place)
    const selected = runs.find(({ run }) => String(run) === id)
    if (look.height < 14 || selected === undefined) return tableBody(state, place, table, look)
    const told = crop(toldOf(selected, state, look), Math.floor(look.height / 2), look.theme)
    const room = look.height - told.length - Math.min(table.count, 12) - 3
    const trend = room >= 3 || look.height >= 24 ? lastRuns(runs, look) : []
    const phases = phasesOf(state, id, look)
    if (phases.length <= room - trend.length) told.push(...phases)
    const main = tableBody(state, place, table, { ...look, height: look.height - told.length - trend.length })
    return [...main, ...told, ...trend]
  },
  value: selectedRun,
  command: (state, place) =>
    selectedRun(state, place) === '' ? 'pintail runs' : `pintail runs show ${selectedRun(state, place)}`,
  opens: (state, place) => {
    const run = selectedRun(state, place)
    return run === '' ? null : placeOf('run', run)
  },
}

/** What the row has no room for: the whole error, what was rejected, checks that failed, drift. */
const toldOf = (selected: RegisteredRun, state: State, { width, theme }: Look): Line[] => {
  const { run, kind, subject } = selected
  const { word, tone } = resultOf(selected.status)
  const shown = answerTo(state, 'run', String(run)).value?.run ?? null
  const failed = shown?.checks.filter((it) => it.outcome !== 'passed') ?? []
  const reasons = shown?.reasons.map(({ rows, reason }) => `${several(Number(rows), 'row')}: ${String(reason)}`) ?? []
  return [
    rule(width, theme, `run ${run}: ${kind}${subject === '' ? '' : ` of ${subject}`}`),
    ...facts(
      [
        {
          name: 'result',
          value: `${word}${selected.started === null ? '' : `, begun ${age(selected.started, state.now)}`}`,
          tone,
        },
        ...selected.error
          .split('\n')
          .slice(0, failed.length > 0 ? 1 : undefined)
          .map((text, at) => ({ name: at === 0 ? 'error' : '', value: text.trim(), tone: 'bad' as const })),
        { name: 'rejected', value: reasons.join('; '), tone: 'warn' },
        {
          name: 'checks',
          value: shown === null || shown.checks.length === 0 ? '' : checksText(failed, shown.checks.length),
          tone: failed.length === 0 ? 'plain' : 'warn',
        },
        {
          name: 'drift',
          value: shown?.verdicts.map(({ view, verdict }) => `${view} ${verdictWord(verdict)}`).join(', ') ?? '',
        },
      ],
      width,
      theme,
    ),
  ]
}

const phasesOf = (state: State, id: string, { width, theme }: Look): Line[] => {
  const phases = answerTo(state, 'run', id).value?.run.phases ?? {}
  const lines = phaseLines(phases, width, theme)
  return lines.length === 0 ? [] : [rule(width, theme, 'where its time went'), ...lines]
}

const checksText = (failed: readonly CheckResult[], all: number): string =>
  failed.length === 0
    ? `all ${all} passed`
    : `${failed.length} of ${all} failed: ${failed.map((it) => `${it.feature ?? it.view} ${it.wanted}`).join('; ')}`

const verdictWord = (verdict: string): string => (verdict === 'ok' ? 'ok' : verdict.toUpperCase())

/** How long the last runs of each kind took, as far as there is room. */
const lastRuns = (runs: readonly RegisteredRun[], { width, theme }: Look): Line[] => {
  const room = Math.max(8, width - 44)
  const courses = (['ingest', 'materialize'] as const).map((kind) => {
    const took = runs
      .filter((it) => it.kind === kind && it.seconds !== null)
      .slice(0, room)
      .reverse()
    const seconds = took.map((it) => it.seconds ?? 0)
    if (seconds.length === 0) return line(cell(`${kind.padEnd(12)} none yet`, 'dim'))
    const shortest = lasting(Math.min(...seconds))
    const longest = lasting(Math.max(...seconds))
    const last = seconds.length === 1 ? '' : `, the last ${lasting(seconds.at(-1) ?? 0)}`
    const words = `  ${several(seconds.length, 'run')}, ${shortest}${shortest === longest ? '' : ` to ${longest}`}${last}`
    return line(cell(kind.padEnd(12), 'dim'), cell(sparkline(seconds, theme, true), 'accent'), cell(words, 'dim'))
  })
  return [rule(width, theme, 'how long the last runs took'), ...courses]
}
