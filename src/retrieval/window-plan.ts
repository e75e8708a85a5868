// By which passes are cells computed? As few as pay: windows side by side in one, apart where a short one would look at
// the events of a long one, and tiles where windows hold very many events.
import { windowKey } from '../aggregations/windows.ts'
import type { Window } from '../core/aggregates.ts'
import type { Micros } from '../core/clock.ts'
import type { History } from '../core/history.ts'
import type { Cell } from './cells.ts'

export type PlannedPass =
  | { readonly kind: 'join'; readonly cells: readonly Cell[] }
  | { readonly kind: 'tiles'; readonly cells: readonly Cell[]; readonly width: Micros }

/** How a question is to be answered, whatever else would be chosen. */
export type Forced = 'join' | 'tiles'

export interface Load {
  readonly history: History
  /** Rows asked about. */
  readonly rows: number
  /** Events of the key of an event, on average; null where nobody looked. */
  readonly eventsPerKey: number | null
  readonly canTile: (cell: Cell) => boolean
  /** Whether it keeps every value that it sees until the last. */
  readonly keeps: (cell: Cell) => boolean
  readonly forced: Forced | null
}

/** From so many events in a window on, tiles are worth being made … */
const manyEvents = 200
/** … when all rows asked about look at so many. */
const manyPairs = 20_000_000

export const plannedPasses = (cells: readonly Cell[], load: Load): PlannedPass[] => {
  const tiled = cells.filter((cell) => load.canTile(cell) && isHeavy(cell.aggregate, load))
  const joined = cells.filter((cell) => !tiled.includes(cell))
  const byOf = ({ by }: Cell): string => JSON.stringify([by?.input.id ?? null, by?.codes ?? null])
  const tiles = Map.groupBy(tiled, (cell) => `${byOf(cell)} ${windowKey(cell.aggregate)}`)
  const joins = [...Map.groupBy(joined, byOf).values()].flatMap((group) => apart(group, load))
  return [
    ...joins.map((group) => ({ kind: 'join', cells: group }) as const),
    ...[...tiles.values()].map((group): PlannedPass => {
      const width = tileWidth(group[0]?.aggregate ?? { length: null, closed: 'right' }, load)
      return { kind: 'tiles', cells: group, width }
    }),
  ]
}

const spanOf = ({ segments }: History): Micros => {
  const rows = segments.filter((it) => it.rows > 0)
  const earliest = rows.reduce<Micros | null>(
    (least, it) => (least === null || it.earliest < least ? it.earliest : least),
    null,
  )
  const latest = rows.reduce<Micros | null>((most, it) => (most === null || it.latest > most ? it.latest : most), null)
  return earliest === null || latest === null || latest === earliest ? 1n : latest - earliest
}

/** Events that a row asked about finds in a window: half of them lie before an instant among them. */
export const eventsIn = ({ length }: Window, { history, eventsPerKey }: Load): number => {
  if (eventsPerKey === null) return 0
  const share = length === null ? 1 : Number(length) / Number(spanOf(history))
  return eventsPerKey * Math.min(0.5, share)
}

const isHeavy = (window: Window, load: Load): boolean => {
  if (load.forced !== null) return load.forced === 'tiles'
  const events = eventsIn(window, load)
  return events > manyEvents && events * load.rows > manyPairs
}

/** From so many events of a key outside the reach of a window on, it is worth looking for those inside by bucket. */
const manyOutside = 200

export const isBucketed = (back: Micros | null, { eventsPerKey, history }: Load): boolean => {
  if (back === null) return false
  if (eventsPerKey === null) return true
  return eventsPerKey * (1 - (2 * Number(back)) / Number(spanOf(history))) > manyOutside
}

/** So many tiles to a window that as many events lie in its two edges as tiles between them. */
const tileWidth = (window: Window, load: Load): Micros => {
  const across = BigInt(Math.max(2, Math.round(Math.sqrt(2 * eventsIn(window, load)))))
  const width = (window.length ?? spanOf(load.history)) / across
  return width < 1n ? 1n : width
}

/** So many values, kept until all of a group are there, fit in the memory that Pintail means to use; so do groups. */
const valuesAtOnce = 24_000_000
const groupsAtOnce = 48_000_000
/** Each part reads all events again. */
const mostParts = 256

/** Into how many parts a join is cut: some functions keep every value that they see, all keep something a group. */
export const partsFor = (cells: readonly Cell[], load: Load): number => {
  const events = Math.max(...cells.map((cell) => eventsIn(cell.aggregate, load)))
  const keeping = cells.filter(load.keeps).length
  const categories = Math.max(1, ...cells.map(({ by }) => (by === null ? 1 : Math.min(events, by.names.length + 1))))
  const values = (load.rows * events * keeping) / valuesAtOnce
  const groups = (load.rows * categories * cells.length) / groupsAtOnce
  return Math.min(mostParts, Math.max(1, Math.ceil(Math.max(values, groups))))
}

/** A pass costs as much as looking at so many events for each of the history's. */
const passCost = 14

/** Cells from the longest window to the shortest, cut where the shorter ones are better off by themselves. */
const apart = (cells: readonly Cell[], load: Load): Cell[][] => {
  const rows = load.history.segments.reduce((sum, segment) => sum + segment.rows, 0)
  const sorted = cells.toSorted((a, b) => byLength(a.aggregate, b.aggregate))
  const passes: Cell[][] = []
  for (const [i, cell] of sorted.entries()) {
    const pass = passes.at(-1)
    const longest = pass?.[0]
    if (pass === undefined || longest === undefined) {
      passes.push([cell])
      continue
    }
    const spared = load.rows * (eventsIn(longest.aggregate, load) - eventsIn(cell.aggregate, load))
    const unbounded = longest.aggregate.length === null && cell.aggregate.length !== null && load.eventsPerKey === null
    if (unbounded || spared * (sorted.length - i) > passCost * rows) passes.push([cell])
    else pass.push(cell)
  }
  return passes
}

/** The longest first. */
const byLength = (a: Window, b: Window): number => {
  if (a.length === b.length) return 0
  return a.length === null || (b.length !== null && a.length > b.length) ? -1 : 1
}
