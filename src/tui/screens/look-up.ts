// Screen 6, Look up: what does production see for a key, and would history say the same?
import type { OnlineStatus } from '../../core/verbs.ts'
import { type LookedUp, type LookedUpFeature, readKey } from '../data/look-up.ts'
import type { RegistryRead } from '../data/registry.ts'
import { cell, empty, type Line, line, paragraph } from '../present/lines.ts'
import { type Listing, type ListingOf, listing } from '../present/listing.ts'
import type { Tone } from '../present/theme.ts'
import { age, instant, several, shortAge } from '../present/words.ts'
import { answerTo, type Place, placeOf, type Question, type State } from '../state/state.ts'
import { ageOf, type Look, type Screen, standing, tableBody, waiting } from './screen.ts'

const statuses: Readonly<Record<OnlineStatus, readonly [string, Tone]>> = {
  PRESENT: ['present', 'good'],
  NULL_VALUE: ['null', 'dim'],
  NOT_FOUND: ['not found', 'warn'],
  OUTSIDE_MAX_AGE: ['too old', 'warn'],
}

const agreements: Readonly<Record<LookedUpFeature['agreement'], readonly [string, Tone]>> = {
  same: ['same', 'good'],
  differs: ['DIFFERS', 'bad'],
  unknown: ['', 'dim'],
}

/** Eight digits tell one double from another; where they do not, all of them are there. */
const shown = (it: LookedUpFeature, side: 'online' | 'offline'): string => {
  const value = it[side]
  if (value === null || it.type === null || !it.type.startsWith('float') || it.type.endsWith('[]'))
    return value ?? 'null'
  const short = (text: string | null): string => (text === null ? 'null' : String(Number(Number(text).toPrecision(8))))
  const isAlike = it.agreement === 'differs' && short(it.online) === short(it.offline)
  return isAlike ? value : short(value)
}

const of: ListingOf<LookedUpFeature> = {
  id: ({ reference }) => reference,
  fields: (it) => ({
    what: [it.reference],
    status: [it.status === null ? '' : statuses[it.status][0], agreements[it.agreement][0]],
    type: [it.type ?? ''],
  }),
  columns: [
    {
      title: 'FEATURE',
      align: 'left',
      rank: 0,
      least: 28,
      cell: (it) => cell(it.reference),
      value: (it) => it.reference,
    },
    {
      title: 'ONLINE',
      align: 'right',
      rank: 0,
      most: 24,
      least: 10,
      cell: (it) => cell(shown(it, 'online'), it.online === null ? 'dim' : 'bold'),
      value: (it) => it.online,
    },
    {
      title: 'STATUS',
      align: 'left',
      rank: 1,
      cell: (it) => (it.status === null ? cell('') : cell(...statuses[it.status])),
    },
    {
      title: 'AGE',
      align: 'right',
      rank: 3,
      cell: (it, now) => cell(it.time === null ? '' : shortAge(it.time, now)),
      value: (it) => it.time,
    },
    {
      title: 'OFFLINE',
      align: 'right',
      rank: 0,
      most: 24,
      least: 10,
      cell: (it) => cell(shown(it, 'offline'), it.offline === null ? 'dim' : 'plain'),
      value: (it) => it.offline,
    },
    { title: 'THE SAME?', align: 'left', rank: 0, cell: (it) => cell(...agreements[it.agreement]) },
    { title: 'TYPE', align: 'left', rank: 5, cell: (it) => cell(it.type ?? '', 'dim') },
  ],
}

const listings = new WeakMap<LookedUp, Listing>()

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
  if (value === null) return null
  const known = listings.get(value) ?? listing(value.features, of)
  listings.set(value, known)
  return known
}

const selectedFeature = (state: State, place: Place): string => {
  const table = listed(state)
  return table === null ? '' : standing(state, place, table).id
}

const instantText = ({ looked, now }: State): string =>
  looked.at === null ? 'now' : `${instant(looked.at)} UTC, ${age(looked.at, now)}`

export const lookUpScreen: Screen = {
  title: () => 'Look up',
  about:
    'Type a key with e. Each feature as the online store gives it, beside what history says for the same instant; t goes back in time.',
  asks: (state): readonly Question[] => {
    const id = lookUpId(state)
    return id === null
      ? [{ kind: 'registry', id: '' }]
      : [
          { kind: 'registry', id: '' },
          { kind: 'lookup', id },
        ]
  },
  listing: (state) => listed(state),
  body: (state, place, look) => {
    const read = answerTo(state, 'registry', '')
    if (read.value === null) return waiting(read, look) ?? []
    const keys = readKey(state.looked.key, keyNames(read.value))
    if (state.looked.key === '') return invitation(read.value, look)
    if (typeof keys === 'string')
      return [line(cell('WARN ', 'warn'), cell(keys)), empty, ...invitation(read.value, look)]
    const answer = answerTo(state, 'lookup', lookUpId(state) ?? '')
    const said = [...keys].map(([name, value]) => `${name} = ${value}`).join('   ')
    const head: Line[] = [
      line(
        cell(said, 'bold'),
        cell('   history as of ', 'dim'),
        cell(instantText(state), state.looked.at === null ? 'accent' : 'warn'),
        cell(`   ${ageOf(answer, state.now)}`, 'dim'),
      ),
    ]
    const table = listed(state)
    if (table === null || answer.value === null) return [...head, empty, ...(waiting(answer, look) ?? [])]
    const verdict = verdictOf(answer.value, state)
    const notes = answer.value.notes.flatMap((it) => paragraph(it, look.width, look.theme, 'warn'))
    const room = look.height - head.length - 1 - notes.length
    return [
      ...head,
      verdict,
      ...notes,
      ...(table.count === 0 ? [] : tableBody(state, place, table, { ...look, height: room })),
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
    const feature = selectedFeature(state, place) || 'VIEW:*'
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

const verdictOf = ({ features }: LookedUp, state: State): Line => {
  const different = features.filter((it) => it.agreement === 'differs').length
  const absent = features.filter((it) => it.status === 'NOT_FOUND').length
  const all = several(features.length, 'feature')
  if (features.length === 0) return empty
  if (absent === features.length)
    return line(cell('WARN ', 'warn'), cell(`the online store does not have this key (${all})`))
  if (different === 0) return line(cell('ok ', 'good'), cell(`${all}, online as history says`))
  const because =
    state.looked.at === null ? 'production does not see what history says' : 'another value then than online now'
  return line(cell('WARN ', 'warn'), cell(`${different} of ${all} differ: ${because}`))
}

const invitation = (read: RegistryRead, { width, theme }: Look): Line[] => [
  ...paragraph('What does production see for a key? Press e and type one:', width, theme),
  empty,
  ...read.entities.map((entity) => {
    const example = entity.keys.map((key) => `${key.slice(0, key.lastIndexOf(' '))}=…`).join(',')
    return line(
      '   ',
      cell(example, 'accent'),
      cell(`   entity ${entity.name}, ${several(entity.views.length, 'view')}`, 'dim'),
    )
  }),
  empty,
  ...paragraph(
    'Each feature then shows its online value, status and age beside the answer that history gives for the same instant. t moves that instant back.',
    width,
    theme,
    'dim',
  ),
]
