// Screen 6, Look up: what does production see for a key, and would history say the same?
import { type LookedUp, readKey } from '../data/look-up.ts'
import type { RegistryRead } from '../data/registry.ts'
import { causeOf, tallied } from '../present/agreement.ts'
import { type Cell, cell, crop, empty, type Line, line, paragraph, widthOfLine } from '../present/lines.ts'
import type { Listing } from '../present/listing.ts'
import { age, instant, several } from '../present/words.ts'
import { answerTo, type Place, placeOf, type Question, type State } from '../state/state.ts'
import { lookedUpListing, viewOfAll } from './look-up-columns.ts'
import { detailLines, otherLines, whyLines } from './look-up-detail.ts'
import { keyLines, keyQuestions } from './look-up-keys.ts'
import { type Look, type Screen, standing, tableBody, waiting } from './screen.ts'

/** The names of all join keys. */
export const keyNames = (read: RegistryRead): string[] => [
  ...new Set(read.entities.flatMap((entity) => entity.keys.map((key) => key.slice(0, key.lastIndexOf(' '))))),
]

export const lookUpId = (state: State): string | null => {
  const read = answerTo(state, 'registry', '').value
  if (read === null || state.looked.key === '') return null
  const keys = readKey(state.looked.key, keyNames(read))
  return typeof keys === 'string'
    ? null
    : JSON.stringify([[...keys], state.looked.at === null ? null : String(state.looked.at)])
}

const listed = (state: State): Listing | null => {
  const id = lookUpId(state)
  const value = id === null ? null : answerTo(state, 'lookup', id).value
  return value === null || value.isUnknown ? null : lookedUpListing(value, state.looked.at !== null)
}

const selectedFeature = (state: State, place: Place): string => {
  const table = listed(state)
  return table === null ? '' : standing(state, place, table).id
}

export const lookUpScreen: Screen = {
  title: () => 'Look up',
  about:
    'Type a key with e. Each feature as the online store gives it, beside what history says for the same instant; t goes back in time.',
  asks: (state): readonly Question[] => {
    const id = lookUpId(state)
    const read = answerTo(state, 'registry', '').value
    const isAsking =
      id === null || state.entry?.kind === 'key' || answerTo(state, 'lookup', id).value?.isUnknown === true
    return [
      { kind: 'registry', id: '' },
      ...(id === null ? [] : [{ kind: 'lookup', id } as const]),
      ...(read !== null && isAsking ? keyQuestions(state, read) : []),
    ]
  },
  listing: (state) => (state.entry?.kind === 'key' ? null : listed(state)),
  body: (state, place, look) => {
    const read = answerTo(state, 'registry', '')
    if (read.value === null) return waiting(read, look) ?? []
    const keys = readKey(state.looked.key, keyNames(read.value))
    if (state.looked.key === '' || state.entry?.kind === 'key') return keyLines(state, read.value, look)
    if (typeof keys === 'string')
      return [line(cell('WARN ', 'warn'), cell(keys)), empty, ...keyLines(state, read.value, look)]
    const answer = answerTo(state, 'lookup', lookUpId(state) ?? '')
    const head = headLine(state, keys, answer.value, look.width)
    if (answer.value === null) return [head, empty, ...(waiting(answer, look) ?? [])]
    const said = [...keys].map(([name, value]) => `${name} = ${value}`).join(', ')
    if (answer.value.isUnknown)
      return [
        line(cell('WARN ', 'warn'), cell(`neither production nor history knows ${said}`)),
        empty,
        ...keyLines(state, read.value, look),
      ]
    const notes = answer.value.notes.flatMap((it) => paragraph(it, look.width, look.theme, 'warn'))
    const above = [head, verdictOf(answer.value, state, answer.at, look.width), ...notes]
    const table = listed(state)
    if (table === null || table.count === 0) return above
    return [
      ...above,
      ...tableAndDetail(state, place, table, answer.value, { ...look, height: look.height - above.length }),
    ]
  },
  value: (state, place) => {
    const id = lookUpId(state)
    const found = id === null ? null : answerTo(state, 'lookup', id).value
    const selected = selectedFeature(state, place)
    return found?.features.find((it) => it.reference === selected)?.online ?? ''
  },
  command: (state, place) => {
    const read = answerTo(state, 'registry', '').value
    const keys = read === null ? '' : readKey(state.looked.key, keyNames(read))
    if (typeof keys === 'string') return 'pintail online --help'
    const entity = [...keys].map(([name, value]) => `${name}=${value}`).join(',')
    const feature = selectedFeature(state, place)
    if (feature === '') return ''
    if (state.looked.at === null) return `pintail online --entity ${word(entity)} --features ${word(feature)}`
    return `pintail explain ${word(feature)} --entity ${word(entity)} --at ${instant(state.looked.at).replace(' ', 'T')}Z`
  },
  opens: (state, place) => {
    const selected = selectedFeature(state, place)
    if (selected === '') return null
    const [view = '', feature = ''] = selected.split(':')
    return placeOf('feature', `${view}:${feature}`)
  },
}

const word = (text: string): string => (/^[\w./~@:=,+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`)

/** What matters least goes first where it is narrow. */
const headLine = (state: State, keys: ReadonlyMap<string, string>, found: LookedUp | null, width: number): Line => {
  const said = [...keys].map(([name, value]) => `${name} = ${value}`).join('   ')
  const view = found === null ? null : viewOfAll(found)
  const { at } = state.looked
  // Of a window online answers as of its materialize: history is asked of the same instant.
  const windowed =
    at === null && found !== null && found.features.every((it) => it.isAggregated) ? found.features[0]?.at : undefined
  const nowWords = windowed === undefined ? 'now' : `the materialize ${age(windowed, state.now)}`
  const asked = cell(at === null ? nowWords : `${instant(at)} UTC`, at === null ? 'accent' : 'warn')
  const parts: readonly (readonly Cell[])[] = [
    [cell(said, 'bold')],
    [cell('   history as of ', 'dim'), asked],
    at === null ? [] : [cell(`, ${age(at, state.now)}`, 'warn')],
    view === null ? [] : [cell('   view ', 'dim'), cell(view)],
  ]
  let room = width
  return line(
    ...parts.flatMap((cells) => {
      const wide = widthOfLine({ cells })
      room -= wide
      return room < 0 && cells !== parts[0] ? [] : cells
    }),
  )
}

const verdictOf = ({ features }: LookedUp, state: State, read: bigint | null, width: number): Line => {
  const different = features.filter((it) => it.agreement === 'differs')
  const all = several(features.length, 'feature')
  if (features.length === 0) return empty
  const moved = state.looked.at !== null
  const told =
    different.length === 0
      ? [cell('ok ', 'good'), cell(`${all}: production sees what history says`)]
      : [
          cell('WARN ', 'warn'),
          cell(
            `${different.length} of ${all} ${different.length === 1 ? 'differs' : 'differ'}: ${tallied(different.flatMap((it) => causeOf(it, moved) ?? []))}`,
          ),
        ]
  const when = cell(read === null ? '' : `   read ${age(read, state.now)}`, 'dim')
  return widthOfLine({ cells: [...told, when] }) <= width ? line(...told, when) : line(...told)
}

/** The table and a line beneath it; a blank one between where there is room. */
const frameOfTable = 2

/** Heading, two rows, and how many there are. */
const leastTable = 4

/** The selected feature is told as far as there is room beneath some of the table; then why the others differ. */
const tableAndDetail = (state: State, place: Place, table: Listing, found: LookedUp, look: Look): Line[] => {
  const { height, theme } = look
  const selected = selectedFeature(state, place)
  const feature = found.features.find(({ reference }) => reference === selected)
  if (feature === undefined) return tableBody(state, place, table, look)
  const around = { now: state.now, moved: state.looked.at, width: look.width, theme }
  const least = height < 12 ? leastTable : Math.min(table.count + frameOfTable, Math.floor(height / 2))
  const brief = whyLines(feature, around)
  const full = detailLines(feature, around)
  const detail = height < 12 ? brief.slice(0, Math.max(0, height - least)) : crop(full, height - least, theme)
  const above = Math.min(table.count + frameOfTable + 1, height - detail.length)
  const others = otherLines(found.features, selected, around)
  const rest = height - above - detail.length
  return [
    ...tableBody(state, place, table, { ...look, height: above }),
    ...detail,
    ...(others.length > 0 && others.length < rest ? [empty, ...others] : []),
  ]
}
