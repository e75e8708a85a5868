// How is the running server doing? Its /metrics, read as Prometheus would, and what came between two readings.
import { elapsed } from '../../core/clock.ts'
import { metricsText, quantile, type Sample, samplesOf } from './metrics-text.ts'

export interface ServedRoute {
  readonly route: string
  readonly requests: number
  readonly errors: number
  readonly perSecond: number | null
  /** Seconds, of the last minute, or where nothing was asked then, since the server began; null without requests. */
  readonly p50: number | null
  readonly p95: number | null
  readonly p99: number | null
}

export interface ServedService {
  readonly service: string
  readonly reads: number
  readonly perSecond: number | null
}

export interface ServedView {
  readonly view: string
  /** Values answered, by status. */
  readonly statuses: ReadonlyMap<string, number>
}

export interface ServingRead {
  readonly address: string
  /** Why there is nothing newer to tell; null: the server answers. */
  readonly silent: string | null
  /** Seconds since the figures were read; null: there are none. */
  readonly age: number | null
  readonly routes: readonly ServedRoute[]
  readonly services: readonly ServedService[]
  readonly views: readonly ServedView[]
  /** Between the last readings, oldest first. */
  readonly course: readonly ServedPoint[]
}

export interface ServedPoint {
  /** Requests a second; null: not known. */
  readonly perSecond: number | null
  /** Seconds; null: nothing was asked. */
  readonly p99: number | null
}

interface Reading {
  readonly at: number
  readonly samples: readonly Sample[]
}

const minute = 60_000
const mostPoints = 120

/** Remembers what it read, so that the next answer knows how fast it goes, and what there was when the server stops. */
export const servingReader = (address: string): ((signal: AbortSignal) => Promise<ServingRead>) => {
  let readings: readonly Reading[] = []
  let course: readonly ServedPoint[] = []
  let last: { readonly at: number; readonly read: ServingRead } | null = null
  return async (signal) => {
    const text = await metricsText(`${address}/metrics`, signal)
    const at = elapsed()
    if (text.silent !== null) {
      readings = []
      const kept = last?.read ?? { address, routes: [], services: [], views: [], course }
      return { ...kept, silent: text.silent, age: last === null ? null : (at - last.at) / 1000 }
    }
    const now: Reading = { at, samples: samplesOf(text.text) }
    const before = readings.at(-1)
    const isSame = before === undefined || total(now.samples) >= total(before.samples)
    readings = [...(isSame ? readings : []), now].filter((it) => at - it.at <= minute || it === now)
    course = [...course, pointOf(now, readings.at(-2))].slice(-mostPoints)
    const read = { address, silent: null, age: 0, course, ...toldBy(now, readings) }
    last = { at, read }
    return read
  }
}

const pointOf = (now: Reading, before: Reading | undefined): ServedPoint => ({
  perSecond: rateOf(now, before, (it) => it.name === 'pintail_requests_total'),
  p99: before === undefined ? null : quantile(since(bucketsOf(now, null), bucketsOf(before, null)), 0.99),
})

const total = (samples: readonly Sample[]): number =>
  samples.reduce((sum, it) => (it.name === 'pintail_requests_total' ? sum + it.value : sum), 0)

const toldBy = (now: Reading, readings: readonly Reading[]): Pick<ServingRead, 'routes' | 'services' | 'views'> => {
  const before = readings.at(-2)
  const of = (name: string): Sample[] => now.samples.filter((it) => it.name === name)
  const names = (name: string, label: string): string[] => [...new Set(of(name).map((it) => it.labels[label] ?? ''))]
  const sum = (name: string, label: string, is: string): number =>
    of(name).reduce((all, it) => (it.labels[label] === is ? all + it.value : all), 0)
  return {
    routes: names('pintail_requests_total', 'route')
      .map(
        (route): ServedRoute => ({
          route,
          requests: sum('pintail_requests_total', 'route', route),
          errors: sum('pintail_errors_total', 'route', route),
          perSecond: rateOf(now, before, (it) => it.name === 'pintail_requests_total' && it.labels.route === route),
          ...quantilesOf(now, readings[0], route),
        }),
      )
      .toSorted((a, b) => b.requests - a.requests),
    services: names('pintail_online_reads_total', 'service').map((service) => ({
      service,
      reads: sum('pintail_online_reads_total', 'service', service),
      perSecond: rateOf(now, before, (it) => it.name === 'pintail_online_reads_total' && it.labels.service === service),
    })),
    views: names('pintail_online_values_total', 'view').map((view) => ({
      view,
      statuses: new Map(
        of('pintail_online_values_total').flatMap((it): [string, number][] =>
          it.labels.view === view ? [[it.labels.status ?? '', it.value]] : [],
        ),
      ),
    })),
  }
}

const rateOf = (now: Reading, before: Reading | undefined, counts: (it: Sample) => boolean): number | null => {
  if (before === undefined || now.at <= before.at) return null
  const sum = ({ samples }: Reading): number => samples.reduce((all, it) => (counts(it) ? all + it.value : all), 0)
  return Math.max(0, ((sum(now) - sum(before)) * 1000) / (now.at - before.at))
}

type Buckets = readonly (readonly [edge: number, count: number])[]

const quantilesOf = (
  now: Reading,
  before: Reading | undefined,
  route: string,
): Pick<ServedRoute, 'p50' | 'p95' | 'p99'> => {
  const all = bucketsOf(now, route)
  const recent = since(all, before === undefined || before === now ? [] : bucketsOf(before, route))
  const used = (recent.at(-1)?.[1] ?? 0) > 0 ? recent : all
  return { p50: quantile(used, 0.5), p95: quantile(used, 0.95), p99: quantile(used, 0.99) }
}

const since = (now: Buckets, before: Buckets): Buckets => {
  const old = new Map(before)
  return now.map(([edge, count]) => [edge, count - (old.get(edge) ?? 0)])
}

/** Upper edge and how many are at or below it; of all routes together where none is named. */
const bucketsOf = ({ samples }: Reading, route: string | null): Buckets => {
  const counts = new Map<number, number>()
  for (const { name, labels, value } of samples) {
    if (name !== 'pintail_request_duration_seconds_bucket' || (route !== null && labels.route !== route)) continue
    const edge = labels.le === '+Inf' ? Number.POSITIVE_INFINITY : Number(labels.le)
    counts.set(edge, (counts.get(edge) ?? 0) + value)
  }
  return [...counts].toSorted(([a], [b]) => a - b)
}
