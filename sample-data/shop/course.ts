// What does one visitor do in two months, and at which instant does the shop ask whether they will buy?
import type { Chance } from '../random.ts'
import type { Purpose, ShopEvent } from './visit.ts'
import { day, days, opening, type Visitor } from './visitor.ts'

export interface PlannedVisit {
  readonly start: number
  readonly purpose: Purpose
}

const end = opening + days * day
const minute = 60_000

/** Before a purchase, or giving up, some visits to make up one's mind; after a purchase, some for the parcel. */
export const visitsOf = (visitor: Visitor, chance: Chance): readonly PlannedVisit[] => {
  const some = (purpose: Purpose, count: number, from: number, to: number): PlannedVisit[] =>
    Array.from({ length: count }, () => ({ start: Math.round(from + chance.uniform() * (to - from)), purpose }))
  const considered = (at: number) =>
    some('consider', chance.whole(2, 5), at - chance.whole(3, 10) * day, at - 30 * minute)
  const bought = visitor.buys.flatMap((at): PlannedVisit[] => [
    ...considered(at),
    { start: at, purpose: 'buy' },
    ...some('after', chance.whole(1, 4), at + 60 * minute, at + 12 * day),
  ])
  const planned = [...some('stroll', visitor.strolls, opening, end), ...bought, ...visitor.leaves.flatMap(considered)]
  return planned.filter(({ start }) => start >= opening && start < end).sort((a, b) => a.start - b.start)
}

export interface Label {
  readonly visitor: string
  readonly at: number
  readonly bought: boolean
}

/** The label looks this far ahead. */
const ahead = 7 * day

/**
 * One instant a visitor, in days 14 to 52; of those who buy, often within a week before. Some stand on the edges of
 * windows: at an event, or seven days after one, to the millisecond.
 */
export const labelOf = (visitor: Visitor, events: readonly ShopEvent[], chance: Chance): Label => {
  const [first, last] = [opening + 14 * day, end - 8 * day]
  const within = (at: number): boolean => at >= first && at <= last
  const purchases = events.filter(({ type }) => type === 'purchase').map(({ at }) => at)
  const drawn = first + chance.whole(0, last - first)
  const wished = (purchases[0] ?? 0) - chance.whole(1, ahead)
  const event = events[chance.whole(0, events.length - 1)]?.at ?? drawn
  const kind = chance.weighted([35, 50, 8, 7])
  const at = [drawn, wished, event, event + 7 * day][kind] ?? drawn
  const chosen = within(at) ? at : drawn
  return { visitor: visitor.id, at: chosen, bought: purchases.some((it) => it > chosen && it <= chosen + ahead) }
}
