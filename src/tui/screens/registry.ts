// Screen 1, Registry: which views and features are there, whose are they, how do they do, and what is the selected one?
import type { Coverage } from '../../core/watching.ts'
import { type FreshRead, freshAt, type HealthRead } from '../data/health.ts'
import type { Registered, RegistryRead } from '../data/registry.ts'
import { beside, cell, crop, fill, type Line, line, paragraph, rule } from '../present/lines.ts'
import { type KeptWords, type Listing, listing } from '../present/listing.ts'
import { topFor, widthWanted } from '../present/table.ts'
import {
  type Answers,
  answerTo,
  bodyHeight,
  listAt,
  type Place,
  placeOf,
  type Question,
  type State,
} from '../state/state.ts'
import { type Known, registryColumns } from './registry-columns.ts'
import { previewOf } from './registry-preview.ts'
import { type Look, type Screen, standing, tableBody, waiting } from './screen.ts'

interface Listings extends Known {
  readonly counted: Answers['coverage']
  readonly words: { readonly all: KeptWords; readonly views: KeptWords }
  readonly all: Listing
  readonly views: Listing
}

const listings = new WeakMap<RegistryRead, Listings>()
const noHealth: HealthRead = new Map()
const noneFresh: FreshRead = new Map()

/** Made anew when an answer comes; what is filtered by is kept as long as it is the same. */
const listingsOf = (state: State): Listings | null => {
  const read = answerTo(state, 'registry', '').value
  if (read === null) return null
  const health = answerTo(state, 'health', '').value ?? noHealth
  const freshness = answerTo(state, 'freshness', '').value
  const fresh = freshness === null ? noneFresh : freshAt(freshness, state.now)
  const counted = state.answers.coverage
  const before = listings.get(read)
  const isSame = before !== undefined && before.health === health && before.fresh === fresh
  if (isSame && before.counted === counted) return before
  const known: Known = { read, health, fresh, coverage: coverageIn(counted) }
  const words = isSame ? before.words : { all: new Map(), views: new Map() }
  const of = registryColumns(known)
  const made: Listings = {
    ...known,
    counted,
    words,
    all: listing(read.all, of, words.all),
    views: listing(read.views, of, words.views),
  }
  listings.set(read, made)
  return made
}

const coverageIn = (answers: Answers['coverage']): ReadonlyMap<string, readonly Coverage[]> =>
  new Map(Object.entries(answers).flatMap(([view, { value }]) => (value === null ? [] : [[view, value.features]])))

const listed = (state: State, { of }: Place): Listing | null => {
  const both = listingsOf(state)
  return both === null ? null : of === 'views' ? both.views : both.all
}

export const selectedReference = (state: State, place: Place): string => {
  const table = listed(state, place)
  return table === null ? '' : standing(state, place, table).id
}

const viewOf = (reference: string): string => reference.split(':', 1)[0] ?? ''

/** To count keys is dear: of the views in sight these many, the selected one first. */
const mostCounted = 12

const viewsInSight = (state: State, place: Place): string[] => {
  const table = listed(state, place)
  if (table === null) return []
  const { places, at, id } = standing(state, place, table)
  const room = bodyHeight(state) - 2
  const top = topFor(at, listAt(state, place).top, room, places.length)
  const seen = places.slice(top, top + room).map((one) => viewOf(table.id(one)))
  return [...new Set([viewOf(id), ...seen])].filter((view) => view !== '').slice(0, mostCounted)
}

export const registryScreen: Screen = {
  title: () => 'Registry',
  about:
    'All views, each with its features beneath it. COVERAGE is the share of keys with a value, FRESH the age of the newest event against the promise (sla), DRIFT and CHECKS what the newest runs found. Below or at the right, what the selected one is.',
  filters: 'words, drift:fail checks:fail fresh:late service: owner: tag: -not',
  asks: (state, place) => {
    const selected = selectedReference(state, place)
    const registry = { kind: 'registry', id: '' } as const
    if (selected === '') return [registry]
    const view = viewOf(selected)
    const checks = answerTo(state, 'health', '').value?.get(view)?.checks
    return [
      registry,
      { kind: 'thing', id: selected },
      ...(selected === view ? [] : [{ kind: 'stats', id: selected } as const]),
      ...(checks !== undefined && checks.passed + checks.warn + checks.fail > 0
        ? [{ kind: 'checks', id: view } as const]
        : []),
      ...viewsInSight(state, place).map((id): Question => ({ kind: 'coverage', id })),
    ]
  },
  listing: listed,
  body: (state, place, look) => {
    const known = listingsOf(state)
    const table = listed(state, place)
    if (table === null || known === null) return waiting(answerTo(state, 'registry', ''), look) ?? []
    if (table.count === 0) return nothingYet(look)
    const { id } = standing(state, place, table)
    const selected = named(known.read, id)
    if (look.width >= 140) {
      const spare = look.width - 3 - widthWanted(table.table(standing(state, place, table).places, state.now))
      const side = Math.max(Math.min(64, Math.floor(look.width * 0.38)), Math.min(Math.floor(look.width * 0.48), spare))
      const main = look.width - side - 3
      const preview = selected ? previewOf(state, selected, known, { ...look, width: side }) : []
      return beside(
        tableBody(state, place, table, { ...look, width: main }),
        crop(preview, look.height, look.theme),
        [main, side],
        look.theme,
      )
    }
    const below = previewHeight(table.count, look.height)
    const main = tableBody(state, place, table, { ...look, height: look.height - below })
    if (below === 0 || selected === undefined) return main
    const [first, ...rest] = previewOf(state, selected, known, { ...look, height: below })
    return [
      ...main,
      rule(look.width, look.theme, first?.cells.map(({ text }) => text).join('')),
      ...fill(crop(rest, below - 1, look.theme), below - 1),
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

const named = ({ ofView, views }: RegistryRead, id: string): Registered | undefined =>
  [...(ofView.get(viewOf(id)) ?? []), ...views].find(({ reference }) => reference === id)

const leastTable = 7

/** What the table does not need, whatever the filter leaves of it: nothing jumps while one types. */
export const previewHeight = (count: number, height: number): number => {
  if (height < 14) return 0
  return Math.min(height - leastTable, Math.max(Math.floor(height * 0.42), height - count - 2))
}

const nothingYet = ({ width, theme }: Look): Line[] => [
  line(''),
  ...paragraph('Nothing is applied yet. What features/*.yaml and *.ts define counts once it is applied:', width, theme),
  line(cell('  pintail apply', 'accent')),
  line(cell('  pintail ingest', 'accent')),
]
