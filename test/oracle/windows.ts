// The rules of windows said slowly: every event is looked at for every question, one obvious loop a function.
import type { Aggregate } from '../../src/core/aggregates.ts'
import { runOfRow } from '../../src/core/history.ts'
import type { Value } from '../../src/core/values.ts'
import { type StoredEvent, supersessions } from '../support/event-files.ts'

export interface OracleEvent extends StoredEvent {
  /** By name of the input: stored ones, late ones among them once they are computed. */
  readonly inputs: Readonly<Record<string, Value>>
}

export interface OracleWorld {
  readonly events: readonly OracleEvent[]
  readonly knownAt: boolean
  readonly lastRun: number | null
  /** A late input over the inputs of an event and the seconds since the key's previous event. */
  readonly late?: Readonly<Record<string, (inputs: Readonly<Record<string, Value>>, gap: number | null) => Value>>
}

/** The events of a key that a question at an instant may see, in the order of the tie rule. */
export const seenEvents = (world: OracleWorld, keys: readonly Value[], instant: bigint): OracleEvent[] => {
  const landed = world.events.filter((event) => world.lastRun === null || runOfRow(event.rowId) <= world.lastRun)
  const superseded = supersessions(landed)
  const isSeen = (event: OracleEvent): boolean => {
    if (!event.keys.every((key, i) => key === keys[i]) || event.eventTime > instant) return false
    const next = superseded.find(({ row }) => row.rowId === event.rowId)?.by
    if (!world.knownAt) return next === undefined
    if (event.created === null || event.created > instant) return false
    return next === undefined || next.created === null || next.created > instant
  }
  const seen = landed.filter(isSeen).toSorted(inOrder)
  return seen.map((event, i) => {
    const before = seen[i - 1]
    const gap = before === undefined ? null : Number(event.eventTime - before.eventTime) / 1e6
    const late = Object.entries(world.late ?? {}).map(([name, compute]) => [name, compute(event.inputs, gap)])
    return { ...event, inputs: { ...event.inputs, ...Object.fromEntries(late) } }
  })
}

/** Event time, created with null first, row. */
const inOrder = (a: StoredEvent, b: StoredEvent): number => {
  if (a.eventTime !== b.eventTime) return a.eventTime < b.eventTime ? -1 : 1
  if (a.created !== b.created) return a.created === null || (b.created !== null && a.created < b.created) ? -1 : 1
  return a.rowId < b.rowId ? -1 : 1
}

/** The value of an aggregate over events that may be seen, in order: raw, of one category where it has categories. */
export const windowValue = (
  seen: readonly OracleEvent[],
  instant: bigint,
  aggregate: Aggregate,
  category: number | null,
): Value => {
  const inWindow = seen.filter(({ eventTime }) => isIn(eventTime, instant, aggregate))
  const counted = (event: OracleEvent): Value => (aggregate.of === null ? true : (event.inputs[aggregate.of] ?? null))
  const { as, by, scale } = aggregate
  if (as === 'oneHot') {
    const last = inWindow.map(counted).findLast((it) => it !== null)
    return last === undefined ? 0 : categoryOf(last, aggregate) === category ? 1 : 0
  }
  const counting = inWindow.filter((event) => {
    if (counted(event) === null) return false
    if (by === null) return true
    const text = event.inputs[by] ?? null
    return text !== null && categoryOf(text, aggregate) === category
  })
  const value = computed(
    counting.map((event) => ({ time: event.eventTime, value: counted(event) })),
    instant,
    aggregate,
  )
  if (as === 'binary') return Number(value) > 0 ? 1 : 0
  return scale !== null && typeof value === 'number' ? value / scale : value
}

const isIn = (time: bigint, instant: bigint, { length, closed }: Aggregate): boolean => {
  if (closed === 'left') return time < instant && (length === null || time >= instant - length)
  return time <= instant && (length === null || time > instant - length)
}

const categoryOf = (text: Value, { categories }: Aggregate): number => {
  const vocabulary = categories?.vocabulary ?? []
  const place = vocabulary.indexOf(String(text))
  return place === -1 ? vocabulary.length : place
}

interface Timed {
  readonly time: bigint
  readonly value: Value
}

const computed = (events: readonly Timed[], instant: bigint, aggregate: Aggregate): Value => {
  const values = events.map((it) => it.value)
  const numbers = values.map(Number)
  const [first, last] = [events[0], events.at(-1)]
  switch (aggregate.function) {
    case 'count':
      return BigInt(values.length)
    case 'countDistinct':
      return BigInt(new Set(values.map((it) => (Object.is(it, -0) ? 0 : it))).size)
    case 'sequence':
      return BigInt(sequences(events, aggregate))
  }
  if (first === undefined || last === undefined) return null
  switch (aggregate.function) {
    case 'sum':
      return sumOf(values)
    case 'mean':
      return mean(numbers)
    case 'min':
      return values.reduce((least, it) => (isLess(it, least) ? it : least))
    case 'max':
      return values.reduce((most, it) => (isLess(most, it) ? it : most))
    case 'first':
      return first.value
    case 'last':
      return last.value
    case 'span':
      return Number(last.time - first.time) / 1e6
    case 'since':
      return Number(instant - last.time) / 1e6
    case 'variance':
      return variance(numbers)
    case 'stddev': {
      const squared = variance(numbers)
      return squared === null ? null : Math.sqrt(squared)
    }
    case 'quantile':
      return quantile(numbers, aggregate.q ?? 0)
  }
}

/** Whole numbers add up to a whole number, or to null where it is none of 64 bits. */
const sumOf = (values: readonly Value[]): Value => {
  if (!values.every((it) => typeof it === 'bigint')) return values.map(Number).reduce((sum, it) => sum + it, 0)
  const sum = values.reduce((total, it) => total + it, 0n)
  return BigInt.asIntN(64, sum) === sum ? sum : null
}

const mean = (numbers: readonly number[]): number => numbers.reduce((sum, it) => sum + it, 0) / numbers.length

const variance = (numbers: readonly number[]): number | null => {
  if (numbers.length < 2) return null
  const middle = mean(numbers)
  return numbers.reduce((sum, it) => sum + (it - middle) ** 2, 0) / (numbers.length - 1)
}

/** NaN is greater than every number. */
const isLess = (a: Value, b: Value): boolean => {
  if (typeof a === 'number' && Number.isNaN(a)) return false
  if (typeof b === 'number' && Number.isNaN(b)) return true
  return a !== null && b !== null && a < b
}

const quantile = (numbers: readonly number[], q: number): number => {
  const sorted = numbers.toSorted((a, b) => (isLess(a, b) ? -1 : isLess(b, a) ? 1 : 0))
  const place = q * (sorted.length - 1)
  const below = sorted[Math.floor(place)] ?? Number.NaN
  const above = sorted[Math.ceil(place)] ?? Number.NaN
  const share = place - Math.floor(place)
  // Weighted as the engine does, to the last bit.
  return share === 0 ? below : below * (1 - share) + above * share
}

/**
 * Chains of events that do the steps in order, each event in one chain: again and again the chain that is completed
 * first, from the events after the one before. Every possible chain is tried.
 */
const sequences = (events: readonly Timed[], { steps, within }: Aggregate): number => {
  let from = 0
  let count = 0
  for (let end = 0; end < events.length; end++) {
    if (!hasChain(events.slice(from, end + 1), steps ?? 1, within)) continue
    count++
    from = end + 1
  }
  return count
}

const hasChain = (events: readonly Timed[], steps: number, within: bigint | null): boolean => {
  const ends = (place: number, step: number, start: bigint | null): boolean => {
    const event = events[place]
    if (event === undefined) return false
    if (ends(place + 1, step, start)) return true
    const first = start ?? event.time
    if ((Number(event.value) & (1 << step)) === 0) return false
    if (within !== null && event.time - first > within) return false
    return step + 1 === steps || ends(place + 1, step + 1, first)
  }
  return ends(0, 0, null)
}
