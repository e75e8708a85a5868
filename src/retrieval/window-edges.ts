// Where do the windows of one pass begin and end? As columns of the rows asked about, and conditions on events.
import { beforeStart, between, delayOf, endOf, windowKey } from '../aggregations/windows.ts'
import type { Window } from '../core/aggregates.ts'
import type { Micros } from '../core/clock.ts'

export interface WindowEdges {
  /** How far before the instant any of them reaches; null: all of the past. */
  readonly back: Micros | null
  /** Each edge as a column of the rows asked about, computed from their `micros`. */
  readonly columns: readonly string[]
  readonly names: readonly string[]
  /** Whether an event lies in any of the windows, or between them. */
  readonly any: string
  /** Whether it is before the end of the last of them. */
  readonly anyBefore: string
  /** Whether an event for which `any` holds lies in this window; null: it does. */
  inside(window: Window): string | null
}

export const backOf = (window: Window): Micros | null =>
  window.length === null ? null : window.length + delayOf(window)

/** `t` is SQL of an event's time. */
export const edgesOf = (given: readonly Window[], t: string): WindowEdges => {
  const windows = [...new Map(given.map((it) => [windowKey(it), it])).values()]
  const backs = windows.map(backOf)
  const back = backs.includes(null) ? null : backs.reduce((most, it) => ((it ?? 0n) > (most ?? 0n) ? it : most), 0n)
  const delay = windows.some((it) => delayOf(it) === 0n) ? 0n : 1n
  const edges = windows.flatMap((window, i) => {
    const start = beforeStart(window, 'micros')
    const end = { name: `until${i}`, sql: endOf(window, 'micros') }
    return start === null ? [end] : [{ name: `after${i}`, sql: start }, end]
  })
  const widest = windows.findIndex((it) => backOf(it) === back)
  const latest = windows.findIndex((it) => delayOf(it) === delay)
  const upTo = `until${latest}`
  return {
    back,
    columns: edges.map(({ name, sql }) => `${sql} AS ${name}`),
    names: edges.map(({ name }) => name),
    any: between(t, { after: back === null ? null : `after${widest}`, upTo }),
    anyBefore: between(t, { after: null, upTo }),
    inside: (window) => {
      const i = windows.findIndex((it) => windowKey(it) === windowKey(window))
      const conditions = [
        ...(backOf(window) === back ? [] : [`${t} > after${i}`]),
        ...(delayOf(window) === delay ? [] : [`${t} <= until${i}`]),
      ]
      return conditions.length === 0 ? null : conditions.join(' AND ')
    },
  }
}
