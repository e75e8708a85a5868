// Screen 1, Registry: which views and features are there, whose are they, and what is the selected one?
import type { Verdict } from '../../core/drift.ts'
import { rowsOf, textOf, textsOf } from '../data/listed.ts'
import type { Registered, RegistryRead } from '../data/registry.ts'
import { sparkline } from '../present/chart.ts'
import { facts } from '../present/facts.ts'
import { beside, cell, crop, fill, type Line, line, paragraph, rule } from '../present/lines.ts'
import { type Listing, type ListingOf, listing } from '../present/listing.ts'
import type { Tone } from '../present/theme.ts'
import { verdictWords } from '../present/verdicts.ts'
import { age, counted, figure, percent, shortAge } from '../present/words.ts'
import { answerTo, type Place, placeOf, type State } from '../state/state.ts'
import { type Look, type Screen, standing, tableBody, waiting } from './screen.ts'

const rowsOfView = (it: Registered, read: RegistryRead): number | null =>
  it.kind === 'view' ? (read.sources.get(it.source)?.rows ?? null) : null

const lastRun = (it: Registered, read: RegistryRead): bigint | null => {
  const source = it.kind === 'view' ? it.source : ''
  return (
    read.runs.find((run) => run.kind === 'ingest' && run.status === 'done' && run.subject === source)?.started ?? null
  )
}

const columns = (read: RegistryRead, verdicts: Verdicts): ListingOf<Registered> => ({
  id: ({ reference }) => reference,
  fields: (it) => ({
    what: [it.reference],
    kind: [it.kind],
    view: [it.view],
    type: [it.type],
    entity: it.entities,
    owner: [it.owner],
    tag: it.tags,
    status: [it.status, verdictWord(it, verdicts)[0]],
    drift: [verdicts.get(it.reference) ?? ''],
    words: [it.description],
  }),
  columns: [
    {
      title: 'VIEW / FEATURE',
      align: 'left',
      rank: 0,
      least: 34,
      cell: (it) => (it.kind === 'view' ? cell(it.reference, 'bold') : cell(`  ${it.reference}`)),
      value: (it) => it.reference,
    },
    { title: 'VER', align: 'right', rank: 1, cell: (it) => cell(`v${it.version}`), value: (it) => it.version },
    {
      title: 'TYPE',
      align: 'left',
      rank: 4,
      cell: (it) => (it.kind === 'view' ? cell('view', 'accent') : cell(it.type)),
      value: (it) => it.type,
    },
    { title: 'ENTITY', align: 'left', rank: 5, most: 16, cell: (it) => cell(it.entities.join(', ')) },
    { title: 'OWNER', align: 'left', rank: 3, most: 16, cell: (it) => cell(it.owner) },
    {
      title: 'TAGS',
      align: 'left',
      rank: 9,
      most: 18,
      cell: (it) => cell(it.tags.join(', '), 'dim'),
    },
    {
      title: 'ROWS READ',
      align: 'right',
      rank: 2,
      cell: (it) => {
        const rows = rowsOfView(it, read)
        return cell(rows === null ? '' : counted(rows))
      },
      value: (it) => rowsOfView(it, read),
    },
    {
      title: 'INGESTED',
      align: 'right',
      rank: 6,
      cell: (it, now) => (it.kind === 'view' ? cell(shortAge(lastRun(it, read), now)) : cell('')),
      value: (it) => lastRun(it, read),
    },
    {
      title: 'DRIFT',
      align: 'left',
      rank: 2,
      cell: (it) => cell(...verdictWord(it, verdicts)),
    },
    {
      title: 'DEFINED',
      align: 'right',
      rank: 8,
      cell: (it, now) => cell(shortAge(it.applied, now), 'dim'),
      value: (it) => it.applied,
    },
  ],
})

type Verdicts = ReadonlyMap<string, Verdict>

const verdictWord = ({ reference }: Registered, verdicts: Verdicts): readonly [string, Tone] => {
  const verdict = verdicts.get(reference)
  return verdict === undefined ? ['', 'plain'] : verdictWords[verdict]
}

interface Listings {
  readonly verdicts: Verdicts
  readonly all: Listing
  readonly views: Listing
}

const listings = new WeakMap<RegistryRead, Listings>()
const noVerdicts: Verdicts = new Map()

const listingsOf = (read: RegistryRead, verdicts: Verdicts): Listings => {
  const known = listings.get(read)
  if (known?.verdicts === verdicts) return known
  const of = columns(read, verdicts)
  const made = { verdicts, all: listing(read.all, of), views: listing(read.views, of) }
  listings.set(read, made)
  return made
}

const listed = (state: State, { of }: Place): Listing | null => {
  const { value } = answerTo(state, 'registry', '')
  if (value === null) return null
  const both = listingsOf(value, answerTo(state, 'verdicts', '').value ?? noVerdicts)
  return of === 'views' ? both.views : both.all
}

export const selectedReference = (state: State, place: Place): string => {
  const table = listed(state, place)
  return table === null ? '' : standing(state, place, table).id
}

export const registryScreen: Screen = {
  title: () => 'Registry',
  about: 'All views, each with its features beneath it. Below or at the right, what the selected one is.',
  asks: (state, place) => {
    const selected = selectedReference(state, place)
    const registry = { kind: 'registry', id: '' } as const
    if (selected === '') return [registry]
    const stats = selected.includes(':') ? [{ kind: 'stats', id: selected } as const] : []
    return [registry, { kind: 'thing', id: selected }, ...stats]
  },
  listing: listed,
  body: (state, place, look) => {
    const answer = answerTo(state, 'registry', '')
    const table = listed(state, place)
    if (table === null || answer.value === null) return waiting(answer, look) ?? []
    if (table.count === 0) return nothingYet(look)
    const selected = answer.value.all.find((it) => it.reference === standing(state, place, table).id)
    if (look.width >= 140) {
      const side = Math.min(64, Math.floor(look.width * 0.38))
      const main = look.width - side - 3
      const preview = selected ? previewOf(state, selected, { ...look, width: side }) : []
      return beside(
        tableBody(state, place, table, { ...look, width: main }),
        crop(preview, look.height, look.theme),
        [main, side],
        look.theme,
      )
    }
    const below = look.height >= 14 ? Math.min(10, Math.floor(look.height * 0.4)) : 0
    const main = tableBody(state, place, table, { ...look, height: look.height - below })
    if (below === 0 || selected === undefined) return main
    const preview = previewOf(state, selected, { ...look, height: below - 1 })
    return [
      ...main,
      rule(look.width, look.theme, selected.reference),
      ...fill(crop(preview.slice(1), below - 1, look.theme), below - 1),
    ]
  },
  value: selectedReference,
  command: (state, place) => {
    const selected = selectedReference(state, place)
    return selected === '' ? 'pintail list features' : `pintail show ${selected}`
  },
  opens: (state, place) => {
    const selected = selectedReference(state, place)
    return selected === '' ? null : placeOf('feature', selected)
  },
}

const nothingYet = ({ width, theme }: Look): Line[] => [
  line(''),
  ...paragraph('Nothing is defined here yet. Views are written in features/*.yaml or *.ts; then', width, theme),
  line(cell('  pintail apply', 'accent')),
  line(cell('  pintail ingest', 'accent')),
]

const previewOf = (state: State, it: Registered, { width, theme }: Look): Line[] => {
  const thing = answerTo(state, 'thing', it.reference).value
  const about = it.description === '' ? [] : paragraph(it.description, width, theme)
  const told = facts(
    [
      { name: 'values', value: valuesText(state, it, theme) },
      { name: 'is', value: it.kind === 'view' ? `a view of ${it.features} features` : `a feature, ${it.type}` },
      { name: 'computes', value: it.expression, tone: 'accent' },
      { name: 'from', value: thing === null ? it.source : textOf(thing, 'source') },
      { name: 'key', value: thing === null ? '' : textsOf(thing, 'keys').join(', ') },
      { name: 'ttl', value: thing === null ? '' : textOf(thing, 'ttl') },
      { name: 'owner', value: it.owner },
      { name: 'tags', value: it.tags.join(', ') },
      { name: 'services', value: thing === null ? '' : textsOf(thing, 'services').join(', ') || 'none use it' },
      { name: 'versions', value: thing === null ? '' : versionsText(rowsOf(thing, 'versions').length, it) },
      { name: 'defined', value: it.applied === null ? '' : age(it.applied, state.now) },
    ],
    width,
    theme,
  )
  return [line(cell(it.reference, 'bold'), cell(`  v${it.version} ${it.status}`, 'dim')), ...about, ...told]
}

/** The shape of its values in one line. */
const valuesText = (state: State, { reference }: Registered, theme: Look['theme']): string => {
  const [stats] = answerTo(state, 'stats', reference).value ?? []
  if (stats === undefined) return ''
  const picture = stats.histogram === null ? '' : `${sparkline(stats.histogram.counts, theme, true)}   `
  const range = stats.min === null || stats.max === null ? '' : `${shortValue(stats.min)} to ${shortValue(stats.max)}, `
  const mean = stats.mean === null ? '' : `mean ${figure(stats.mean)}, `
  return `${picture}${range}${mean}${percent(stats.rows === 0 ? null : stats.nulls / stats.rows)} null`
}

const shortValue = (value: string | number | bigint | boolean): string =>
  typeof value === 'number' ? figure(value) : String(value)

const versionsText = (count: number, { version }: Registered): string =>
  count <= 1 ? 'one' : `${count}, the newest is v${version}   d compares`
