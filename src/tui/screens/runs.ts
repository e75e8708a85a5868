// Screen 3, Runs: what was done, when, with how many rows, and did it work? And one run with all it tells.
import type { RegisteredRun, RegistryRead } from '../data/registry.ts'
import { sparkline } from '../present/chart.ts'
import { cell, type Line, line, rule } from '../present/lines.ts'
import { type Listing, type ListingOf, listing } from '../present/listing.ts'
import type { Tone } from '../present/theme.ts'
import { age, counted, lasting, several } from '../present/words.ts'
import { answerTo, type Place, placeOf, type State } from '../state/state.ts'
import { type Look, type Screen, standing, tableBody, waiting } from './screen.ts'

export const resultOf = (status: string): { readonly word: string; readonly tone: Tone } => {
  if (status === 'done') return { word: 'ok', tone: 'good' }
  if (status === 'running') return { word: 'running', tone: 'accent' }
  return { word: 'FAIL', tone: 'bad' }
}

const of: ListingOf<RegisteredRun> = {
  id: ({ run }) => String(run),
  fields: (it) => ({
    what: [String(it.run)],
    kind: [it.kind],
    subject: [it.subject],
    view: [it.subject],
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
      title: 'STARTED',
      align: 'right',
      rank: 1,
      cell: (it, now) => cell(age(it.started, now)),
      value: (it) => it.started,
    },
    {
      title: 'TOOK',
      align: 'right',
      rank: 2,
      cell: (it) => cell(it.seconds === null ? '' : lasting(it.seconds)),
      value: (it) => it.seconds,
    },
    {
      title: 'READ',
      align: 'right',
      rank: 4,
      cell: (it) => cell(it.read === 0 ? '' : counted(it.read)),
      value: (it) => it.read,
    },
    {
      title: 'WRITTEN',
      align: 'right',
      rank: 3,
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
}

const listings = new WeakMap<RegistryRead, Listing>()

const listed = (state: State): Listing | null => {
  const { value } = answerTo(state, 'registry', '')
  if (value === null) return null
  const known = listings.get(value) ?? listing(value.runs, of)
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
  asks: () => [{ kind: 'registry', id: '' }],
  listing: (state) => listed(state),
  body: (state, place, look) => {
    const answer = answerTo(state, 'registry', '')
    const table = listed(state)
    if (table === null || answer.value === null) return waiting(answer, look) ?? []
    const below = look.height >= 14 ? 3 : 0
    const main = tableBody(state, place, table, { ...look, height: look.height - below })
    if (below === 0) return main
    return [...main, rule(look.width, look.theme, 'the last runs'), ...lastRuns(answer.value.runs, look)]
  },
  value: selectedRun,
  command: (state, place) =>
    selectedRun(state, place) === '' ? 'pintail list runs' : `pintail show ${selectedRun(state, place)}`,
  opens: (state, place) => {
    const run = selectedRun(state, place)
    return run === '' ? null : placeOf('run', run)
  },
}

/** How long the last runs of each kind took, as far as there is room. */
const lastRuns = (runs: readonly RegisteredRun[], { width, theme }: Look): Line[] => {
  const room = Math.max(8, width - 44)
  return (['ingest', 'materialize'] as const).map((kind) => {
    const took = runs
      .filter((it) => it.kind === kind && it.seconds !== null)
      .slice(0, room)
      .reverse()
    const seconds = took.map((it) => it.seconds ?? 0)
    if (seconds.length === 0) return line(cell(`${kind.padEnd(12)} none yet`, 'dim'))
    const words = `  ${several(seconds.length, 'run')}, ${lasting(Math.min(...seconds))} to ${lasting(Math.max(...seconds))}`
    return line(cell(kind.padEnd(12), 'dim'), cell(sparkline(seconds, theme, true), 'accent'), cell(words, 'dim'))
  })
}
