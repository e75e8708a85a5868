// Screen 3, Runs: what was done, when, with how many rows, and did it work? And one run with all it tells.
import type { Micros } from '../../core/clock.ts'
import type { RunShown } from '../../core/watching.ts'
import type { RegisteredRun, RegistryRead } from '../data/registry.ts'
import { sparkline } from '../present/chart.ts'
import { facts } from '../present/facts.ts'
import { beside, cell, crop, type Line, line, rule } from '../present/lines.ts'
import { type Listing, type ListingOf, listing, termsOf } from '../present/listing.ts'
import type { Tone } from '../present/theme.ts'
import { verdictWords } from '../present/verdicts.ts'
import { age, counted, lasting, several, shortAge } from '../present/words.ts'
import { answerTo, listAt, type Place, placeOf, type State } from '../state/state.ts'
import { checksWord } from './registry-columns.ts'
import { phaseLines, rowsOfAll } from './run-parts.ts'
import { checksText, newText, outcomeOf, resultOf, rowsText } from './run-words.ts'
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
    status: [it.status, resultOf(it.status).word, checksWord(it.checks)[0], driftWord(it)[0]],
    rejected: it.rejected === 0 ? [] : [`${it.rejected} rejected`],
    checks: [checksWord(it.checks)[0]],
    drift: [driftWord(it)[0]],
    words: [it.error],
  }),
  columns: [
    { title: 'RUN', align: 'right', rank: 0, cell: (it) => cell(String(it.run)), value: (it) => it.run },
    {
      title: 'RESULT',
      align: 'left',
      rank: 0,
      cell: (it) => cell(outcomeOf(it).word, outcomeOf(it).tone),
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
      rank: 3,
      cell: (it, now) => (it.seconds === null ? cell(soFar(it, now), 'accent') : cell(lasting(it.seconds))),
      value: (it) => it.seconds,
    },
    {
      title: 'ROWS IN',
      align: 'right',
      rank: 4,
      cell: (it) => cell(it.read === 0 ? '' : counted(it.read)),
      value: (it) => it.read,
    },
    {
      title: 'WRITTEN',
      align: 'right',
      rank: 2,
      cell: (it) => cell(it.written === 0 ? '' : counted(it.written)),
      value: (it) => it.written,
    },
    {
      title: 'REJECTED',
      align: 'right',
      rank: 1,
      cell: (it) => cell(it.rejected === 0 ? '' : counted(it.rejected), 'warn'),
      value: (it) => it.rejected,
    },
    {
      title: 'CHECKS',
      align: 'left',
      rank: 1,
      cell: (it) => cell(...checksWord(it.checks)),
      value: (it) => checksWord(it.checks)[0] || null,
    },
    {
      title: 'DRIFT',
      align: 'left',
      rank: 1,
      cell: (it) => cell(...driftWord(it)),
      value: (it) => driftWord(it)[0] || null,
    },
    { title: 'ERROR', align: 'left', rank: 5, least: 12, most: 50, cell: (it) => cell(it.error, 'bad') },
  ],
})

const driftWord = ({ drift }: RegisteredRun): readonly [string, Tone] =>
  drift === null ? ['', 'plain'] : verdictWords[drift]

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
  filters: 'words, kind:ingest result:fail checks:warn drift:fail rejected: view:cardiac, - leaves out',
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
    if (look.width >= twoColumns) return wideBody(state, place, { table, selected, runs }, look)
    const told = crop(toldOf(selected, state, look), Math.floor(look.height / 2), look.theme)
    const room = look.height - told.length - Math.min(table.count, 12) - 3
    const trend = room >= 3 || look.height >= 24 ? lastRuns(runs, look) : []
    const phases = phasesOf(state, id, look)
    if (phases.length <= room - trend.length) told.push(...phases)
    const main = tableBody(state, place, table, { ...look, height: look.height - told.length - trend.length })
    return [...main, ...told, ...trend]
  },
  value: selectedRun,
  command: (state, place) => listCommand(listAt(state, place).filter, answerTo(state, 'registry', '').value),
  opens: (state, place) => {
    const run = selectedRun(state, place)
    return run === '' ? null : placeOf('run', run)
  },
}

/** From so wide on the selected run is told beside the list. */
const twoColumns = 150

interface Shown {
  readonly table: Listing
  readonly selected: RegisteredRun
  readonly runs: readonly RegisteredRun[]
}

const wideBody = (state: State, place: Place, { table, selected, runs }: Shown, look: Look): Line[] => {
  const side = Math.floor((look.width - 3) * 0.42)
  const widths = [look.width - side - 3, side] as const
  const right = { ...look, width: side }
  const trend = lastRuns(runs, right)
  const phases = phasesOf(state, String(selected.run), right)
  const told = crop([...toldOf(selected, state, right), ...phases], look.height - trend.length, look.theme)
  const main = tableBody(state, place, table, { ...look, width: widths[0] })
  return beside(main, [...told, ...trend], widths, look.theme)
}

/** The list as it is filtered, as far as the command has options for it. */
const listCommand = (filter: string, read: RegistryRead | null): string => {
  const known = { kind: read?.runs.map(({ kind }) => kind) ?? [], view: read?.views.map(({ view }) => view) ?? [] }
  const options = termsOf(filter).flatMap(({ field, text, without }): string[] => {
    if (without) return []
    if (field === 'kind' || field === 'view') return known[field].includes(text) ? [`--${field} ${text}`] : []
    const status = field === 'result' || field === 'status' ? statusOf.find(([word]) => word === text)?.[1] : undefined
    return status === undefined ? [] : [`--status ${status}`]
  })
  return ['pintail runs', ...new Set(options)].join(' ')
}

const statusOf = [
  ['ok', 'done'],
  ['done', 'done'],
  ['fail', 'failed'],
  ['failed', 'failed'],
  ['running', 'running'],
  ['stopped', 'interrupted'],
  ['interrupted', 'interrupted'],
] as const

/** What the row has no room for: the whole error, what was rejected, checks that failed, drift. */
const toldOf = (selected: RegisteredRun, state: State, { width, theme }: Look): Line[] => {
  const { run, kind, subject } = selected
  const { word, tone } = outcomeOf(selected)
  const shown = answerTo(state, 'run', String(run)).value?.run ?? null
  const failed = shown?.checks.filter((it) => it.outcome !== 'passed') ?? []
  const reasons = shown?.reasons.map(({ rows, reason }) => `${several(Number(rows), 'row')}: ${String(reason)}`) ?? []
  const begun = selected.started === null ? '' : `, begun ${age(selected.started, state.now)}`
  const took = selected.seconds === null ? '' : `, took ${lasting(selected.seconds)}`
  return [
    rule(width, theme, `run ${run}: ${kind}${subject === '' ? '' : ` of ${subject}`}`),
    ...facts(
      [
        { name: 'result', value: `${word}${begun}${took}`, tone },
        ...selected.error
          .split('\n')
          .slice(0, failed.length > 0 ? 1 : undefined)
          .map((text, at) => ({ name: at === 0 ? 'error' : '', value: text.trim(), tone: 'bad' as const })),
        { name: 'fix', value: shown?.problem?.fix ?? '', tone: 'accent' },
        { name: 'rows', value: shown === null ? '' : rowsText(shown) },
        { name: 'rejected', value: rejectedFact(shown, reasons), tone: 'warn' },
        {
          name: 'checks',
          value: shown === null || shown.checks.length === 0 ? '' : checksFact(shown),
          tone: failed.length === 0 ? 'plain' : selected.checks.fail > 0 ? 'bad' : 'warn',
        },
        {
          name: 'drift',
          value: shown?.verdicts.map(verdictText).join('; ') ?? '',
          tone: selected.drift === null ? 'plain' : verdictWords[selected.drift][1],
        },
      ],
      width,
      theme,
    ),
  ]
}

const rejectedFact = (shown: RunShown | null, reasons: readonly string[]): string => {
  if (shown === null || reasons.length === 0) return ''
  const isNew = newText(shown)
  return `${reasons.join('; ')}${isNew === '' ? '' : `   ${isNew}`}`
}

const verdictText = ({ view, verdict, features }: RunShown['verdicts'][number]): string =>
  verdict === 'ok'
    ? `${view} ok`
    : `${view} ${verdict.toUpperCase()}${features.length === 0 ? '' : `: ${features.join(', ')}`}`

const checksFact = ({ checks, run }: RunShown): string => {
  const failed = checks.filter(({ outcome }) => outcome !== 'passed')
  const on = rowsOfAll(checks, run)
  const named = failed.map((it) => `${it.feature ?? it.view} ${it.wanted}`).join('; ')
  return `${checksText(checks)}${on === '' ? '' : ` on ${on}`}${named === '' ? '' : `: ${named}`}`
}

const phasesOf = (state: State, id: string, { width, theme }: Look): Line[] => {
  const shown = answerTo(state, 'run', id).value?.run
  const lines = shown === undefined ? [] : phaseLines(shown, width, theme)
  return lines.length === 0 ? [] : [rule(width, theme, 'where its time went'), ...lines]
}

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
