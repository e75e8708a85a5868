// Screen 6, Look up: what does production see for a key, and would history say the same?
import { writeKey } from '../../core/key-text.ts'
import { type LookedUp, readKey } from '../data/look-up.ts'
import type { RegistryRead } from '../data/registry.ts'
import { causeOf, isChance, tallied } from '../present/agreement.ts'
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
    'Type a key with e. Each feature as the online store gives it now, beside what history says now; t adds what history said at another instant.',
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
    const above = [head, ...verdictsOf(answer.value, state, answer.at, look.width), ...notes]
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
    if (typeof keys === 'string') return ''
    const entity = writeKey(keys)
    const feature = selectedFeature(state, place)
    if (feature === '') return ''
    // What history said of an instant is no question to the online store.
    if (state.looked.at === null) return `pintail online --entity ${word(entity)} --features ${word(feature)}`
    return `pintail explain ${word(feature)} --entity ${word(entity)} --at ${instant(state.looked.at).replace(' ', 'T')}Z`
  },
  opens: (state, place) => {
    const selected = selectedFeature(state, place)
    if (selected === '') return null
    const [view = '', feature = ''] = selected.split(':')
    return placeOf('feature', `${view.split('@')[0]}:${feature}`)
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
    found?.features.every((it) => it.isAggregated) && found.features.some((it) => it.known !== null)
      ? found.features[0]?.at
      : undefined
  const nowWords = windowed === undefined ? 'now' : `the materialize ${age(windowed, state.now)}`
  const asked = cell(at === null ? nowWords : `${instant(at)} UTC`, at === null ? 'accent' : 'warn')
  const parts: readonly (readonly Cell[])[] = [
    [cell(said, 'bold')],
    [cell('   history as of ', 'dim'), asked],
    at === null ? [] : [cell('; production as of ', 'dim'), cell(nowWords, 'accent')],
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

/** Of production against history as they are now; and of another instant what history said then. */
const verdictsOf = ({ features }: LookedUp, state: State, read: bigint | null, width: number): Line[] => {
  if (features.length === 0) return [empty]
  const { at } = state.looked
  const lead = at === null ? '' : 'now   '
  const all = several(features.length, nounOf(features))
  const full = verdictOf(features, lead, all)
  const current = widthOfLine({ cells: full }) <= width ? full : verdictOf(features, lead, String(features.length))
  const when = cell(read === null ? '' : `   read ${age(read, state.now)}`, 'dim')
  const lines = [widthOfLine({ cells: [...current, when] }) <= width ? line(...current, when) : line(...current)]
  if (at === null) return lines
  const others = features.filter(({ past }) => past?.isSame === false).length
  const told =
    others === 0 ? `history says the same of ${all} as now` : `${others} of ${all} had another value in history`
  return [
    line(cell('then  ', 'dim'), cell(told, others === 0 ? 'plain' : 'warn'), cell(`   ${age(at, state.now)}`, 'dim')),
    ...lines,
  ]
}

/** Earlier versions that a service reads are no features more. */
const nounOf = (features: LookedUp['features']): string =>
  features.some(({ readBy }) => readBy.length > 0) ? 'answer' : 'feature'

const verdictOf = (features: LookedUp['features'], lead: string, all: string): Cell[] => {
  const start = cell(lead, 'dim')
  const different = features.filter((it) => it.agreement === 'differs')
  const chance = features.filter(isChance).length
  const by = chance === 0 ? '' : `${chance} same by chance`
  if (different.length > 0) {
    const verb = different.length === 1 ? 'differs' : 'differ'
    const why = [tallied(different.flatMap((it) => causeOf(it) ?? [])), by].filter((it) => it !== '').join(', ')
    return [start, cell('WARN ', 'warn'), cell(`${different.length} of ${all} ${verb}: ${why}`)]
  }
  if (chance > 0) return [start, cell('WARN ', 'warn'), cell(`${all}: none differs, ${by}`)]
  if (features.some((it) => it.agreement === 'unknown'))
    return [start, cell(`${all}: history gives no answer to some of them`, 'warn')]
  return [start, cell('ok ', 'good'), cell(`${all}: production sees what history says${lead === '' ? '' : ' now'}`)]
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
  const around = { now: state.now, all: found.features, width: look.width, theme }
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
