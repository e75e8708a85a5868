// How is the running server doing? Its /metrics, read again and again, and what came between the readings.
import { elapsed } from '../../core/clock.ts'
import { metricsText, type Sample, samplesOf } from './metrics-text.ts'
import { countedOf, type Figures, figuresOf, pointOf, type ServedPoint, uptimeOf } from './served.ts'

/** What "lately" is: since the server started, for one look alone; the last minute; or since a look before one was away. */
export interface Lately {
  readonly is: 'start' | 'minute' | 'away'
  /** How long that is; null: not known. */
  readonly seconds: number | null
}

export interface ServingRead extends Figures {
  readonly address: string
  /** Why there is nothing newer to tell; null: the server answers. */
  readonly silent: string | null
  /** Seconds since the figures were read; null: there are none. */
  readonly age: number | null
  /** Seconds since the server started; null: it does not tell. */
  readonly uptime: number | null
  readonly lately: Lately
  /** A point for every two seconds, oldest first. */
  readonly course: readonly ServedPoint[]
}

export interface Reading {
  /** Milliseconds. */
  readonly at: number
  readonly samples: readonly Sample[]
}

export interface Course {
  /** Where its last point stands, in milliseconds. */
  readonly at: number
  readonly points: readonly ServedPoint[]
}

export const beat = 2000
const minute = 60_000
const mostPoints = 300
const unknown: ServedPoint = { requests: null, errors: null, p99: null }

/** Remembers what it read, so that the next answer knows how fast it goes, and what there was when the server stops. */
export const servingReader = (
  address: string,
  milliseconds: () => number = elapsed,
): ((signal: AbortSignal) => Promise<ServingRead>) => {
  let readings: readonly Reading[] = []
  let course: Course | null = null
  let last: { readonly at: number; readonly read: ServingRead } | null = null
  return async (signal) => {
    const text = await metricsText(`${address}/metrics`, signal)
    const at = milliseconds()
    if (text.silent !== null) {
      readings = []
      course = course === null ? null : gone(course, at, () => unknown)
      const kept = last?.read ?? nothing(address)
      const age = last === null ? null : (at - last.at) / 1000
      return { ...kept, course: course?.points ?? [], silent: text.silent, age }
    }
    const now: Reading = { at, samples: samplesOf(text.text) }
    const before = readings.at(-1)
    const isSame = before === undefined || countedOf(now.samples) >= countedOf(before.samples)
    readings = recent(isSame ? readings : [], now)
    // Looks come a little early or late; after a pause nobody knows what the last two seconds were like.
    const from = readings.findLast((it) => it !== now && at - it.at >= beat / 2 && at - it.at < 2 * beat)
    const point = (): ServedPoint =>
      from === undefined ? unknown : pointOf(now.samples, from.samples, (at - from.at) / 1000)
    course = course === null ? { at, points: [] } : gone(course, at, point)
    const read = { address, silent: null, age: 0, course: course.points, ...told(now, readings) }
    last = { at, read }
    return read
  }
}

const nothing = (address: string): ServingRead => ({
  address,
  silent: null,
  age: null,
  uptime: null,
  lately: { is: 'start', seconds: null },
  routes: [],
  problems: [],
  services: [],
  views: [],
  course: [],
})

/** Those of the last minute, and the one before this, however long ago that was. */
export const recent = (readings: readonly Reading[], now: Reading): Reading[] => [
  ...readings.filter((it, i) => now.at - it.at <= minute + beat / 2 || i === readings.length - 1),
  now,
]

export const told = (now: Reading, readings: readonly Reading[]): Figures & Pick<ServingRead, 'uptime' | 'lately'> => {
  const from = readings.find((it) => it !== now)
  const uptime = uptimeOf(now.samples)
  const seconds = from === undefined ? uptime : (now.at - from.at) / 1000
  const is = from === undefined ? 'start' : now.at - from.at > minute + beat ? 'away' : 'minute'
  return { ...figuresOf(now.samples, from?.samples ?? []), uptime, lately: { is, seconds } }
}

/** The course goes on by as many points as time went by, so that a place in it is a time. */
export const gone = ({ at: last, points }: Course, at: number, point: () => ServedPoint): Course => {
  const steps = Math.round((at - last) / beat)
  if (steps <= 0) return { at: last, points }
  const missed = Array.from({ length: Math.min(mostPoints, steps - 1) }, () => unknown)
  return { at: last + steps * beat, points: [...points, ...missed, point()].slice(-mostPoints) }
}
