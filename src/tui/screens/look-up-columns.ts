// Which columns does a looked-up key have? Both values, the status and the age of the online one, and why they differ.
import type { OnlineStatus } from '../../core/verbs.ts'
import type { LookedUp, LookedUpFeature } from '../data/look-up.ts'
import { causeOf } from '../present/agreement.ts'
import { cell } from '../present/lines.ts'
import { type Listing, type ListingOf, listing } from '../present/listing.ts'
import type { Tone } from '../present/theme.ts'
import { shortAge } from '../present/words.ts'

export const statuses: Readonly<Record<OnlineStatus, readonly [string, Tone]>> = {
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

const columnsFor = (moved: boolean, named: (it: LookedUpFeature) => string): ListingOf<LookedUpFeature> => {
  const cause = (it: LookedUpFeature): string => causeOf(it, moved) ?? ''
  return {
    id: ({ reference }) => reference,
    fields: (it) => ({
      what: [it.reference],
      status: [it.status === null ? '' : statuses[it.status][0], agreements[it.agreement][0]],
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
        cell: (it) => (it.status === null ? cell('') : cell(...statuses[it.status])),
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
      { title: 'THE SAME?', align: 'left', rank: 0, cell: (it) => cell(...agreements[it.agreement]) },
      { title: 'WHY NOT', align: 'left', rank: 3, cell: (it) => cell(cause(it), 'dim') },
      { title: 'TYPE', align: 'left', rank: 5, cell: (it) => cell(it.type ?? '', 'dim') },
    ],
  }
}

const listings = new WeakMap<LookedUp, Listing>()

/** Where one view answers, its features need not name it. */
export const viewOfAll = ({ features }: LookedUp): string | null => {
  const views = new Set(features.map(({ reference }) => reference.slice(0, reference.indexOf(':'))))
  const [only] = views
  return views.size === 1 && only !== undefined ? only : null
}

export const lookedUpListing = (it: LookedUp, moved: boolean): Listing => {
  const view = viewOfAll(it)
  const named = ({ reference }: LookedUpFeature): string =>
    view === null ? reference : reference.slice(view.length + 1)
  const known = listings.get(it) ?? listing(it.features, columnsFor(moved, named))
  listings.set(it, known)
  return known
}
