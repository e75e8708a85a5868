// Which columns does a looked-up key have? Both values, the status and the age of the online one, and why they differ.
import type { OnlineStatus } from '../../core/verbs.ts'
import type { LookedUp, LookedUpFeature } from '../data/look-up.ts'
import { causeOf, isChance } from '../present/agreement.ts'
import { cell } from '../present/lines.ts'
import { type ColumnOf, type Listing, type ListingOf, listing } from '../present/listing.ts'
import type { Tone } from '../present/theme.ts'
import { shortAge } from '../present/words.ts'

export const statuses: Readonly<Record<OnlineStatus, readonly [string, Tone]>> = {
  PRESENT: ['present', 'good'],
  NULL_VALUE: ['null', 'dim'],
  NOT_FOUND: ['not found', 'warn'],
  OUTSIDE_MAX_AGE: ['too old', 'warn'],
}

/** Where a value is answered all the same, why it is. */
export const statusOf = (it: LookedUpFeature): readonly [string, Tone] => {
  if (it.status === null) return ['', 'dim']
  const [word, tone]: readonly [string, Tone] = it.known === null ? ['MISSING', 'warn'] : statuses[it.status]
  if (it.status === 'PRESENT' || it.online === null) return [word, tone]
  return [`${word}: ${it.isAggregated && it.status === 'NOT_FOUND' ? 'no events' : 'default'}`, tone]
}

const chanceWord = (it: LookedUpFeature): string =>
  !isChance(it) ? '' : it.known === null ? 'not materialized' : 'newer in history'

const agreementOf = (it: LookedUpFeature): readonly [string, Tone] =>
  isChance(it) ? ['by chance', 'warn'] : agreements[it.agreement]

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

const shownPast = ({ past, type }: LookedUpFeature): string => {
  const value = past?.value ?? null
  if (value === null || type === null || !type.startsWith('float') || type.endsWith('[]')) return value ?? 'null'
  return String(Number(Number(value).toPrecision(8)))
}

const columnsFor = (isPast: boolean, named: (it: LookedUpFeature) => string): ListingOf<LookedUpFeature> => {
  const cause = (it: LookedUpFeature): string => causeOf(it) ?? chanceWord(it)
  return {
    id: ({ reference }) => reference,
    fields: (it) => ({
      what: [it.reference],
      status: [statusOf(it)[0], agreementOf(it)[0]],
      type: [it.type ?? ''],
      why: [cause(it)],
    }),
    columns: [
      {
        title: 'FEATURE',
        align: 'left',
        rank: 0,
        least: 24,
        cell: (it) => cell(named(it)),
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
        cell: (it) => cell(...statusOf(it)),
      },
      {
        title: 'AGE',
        exported: 'EVENT TIME',
        align: 'right',
        rank: 2,
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
      { title: 'THE SAME?', align: 'left', rank: 0, cell: (it) => cell(...agreementOf(it)) },
      ...(isPast
        ? [
            {
              title: 'THEN',
              align: 'right',
              rank: 0,
              most: 24,
              least: 10,
              cell: (it) => cell(shownPast(it), it.past?.isSame === false ? 'warn' : 'plain'),
              value: (it) => it.past?.value ?? null,
            } as const satisfies ColumnOf<LookedUpFeature>,
          ]
        : []),
      { title: 'WHY NOT', align: 'left', rank: 3, cell: (it) => cell(cause(it), 'dim') },
      { title: 'TYPE', align: 'left', rank: 5, cell: (it) => cell(it.type ?? '', 'dim') },
    ],
  }
}

const listings = new WeakMap<LookedUp, Listing>()

/** Where one view answers, its features need not name it. */
export const viewOfAll = ({ features }: LookedUp): string | null => {
  const views = new Set(features.map(({ view }) => view))
  const [only] = views
  return views.size === 1 && only !== undefined ? only : null
}

export const lookedUpListing = (it: LookedUp, isPast: boolean): Listing => {
  const view = viewOfAll(it)
  const named = ({ name, view: own }: LookedUpFeature): string => (view === null ? `${own}:${name}` : name)
  const known = listings.get(it) ?? listing(it.features, columnsFor(isPast, named))
  listings.set(it, known)
  return known
}
