// How is the running server doing? Its /metrics, read as Prometheus would, and what came between two readings.
import { get } from 'node:http'
import { elapsed } from '../../core/clock.ts'

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
  /** Why there is nothing to tell; null: the server answers. */
  readonly silent: string | null
  readonly routes: readonly ServedRoute[]
  readonly services: readonly ServedService[]
  readonly views: readonly ServedView[]
  /** Requests a second between the last readings, oldest first. */
  readonly rates: readonly (number | null)[]
}

export interface Sample {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

interface Reading {
  readonly at: number
  readonly samples: readonly Sample[]
}

const minute = 60_000
const mostRates = 120

/** Remembers what it read, so that the next answer knows how fast it goes. */
export const servingReader = (address: string): ((signal: AbortSignal) => Promise<ServingRead>) => {
  let readings: readonly Reading[] = []
  let rates: readonly (number | null)[] = []
  return async (signal) => {
    const text = await metricsText(`${address}/metrics`, signal)
    if (text.silent !== null) {
      readings = []
      return { address, silent: text.silent, routes: [], services: [], views: [], rates }
    }
    const now: Reading = { at: elapsed(), samples: samplesOf(text.text) }
    const last = readings.at(-1)
    const isSame = last === undefined || total(now.samples) >= total(last.samples)
    readings = [...(isSame ? readings : []), now].filter((it) => now.at - it.at <= minute || it === now)
    rates = [...rates, rateOf(now, readings.at(-2), (it) => it.name === 'pintail_requests_total')].slice(-mostRates)
    return { address, silent: null, rates, ...toldBy(now, readings) }
  }
}

const total = (samples: readonly Sample[]): number =>
  samples.reduce((sum, it) => (it.name === 'pintail_requests_total' ? sum + it.value : sum), 0)

const toldBy = (now: Reading, readings: readonly Reading[]): Pick<ServingRead, 'routes' | 'services' | 'views'> => {
  const before = readings.at(-2)
  const of = (name: string): Sample[] => now.samples.filter((it) => it.name === name)
  const names = (name: string, label: string): string[] => [...new Set(of(name).map((it) => it.labels[label] ?? ''))]
  const sum = (name: string, label: string, is: string): number =>
    of(name).reduce((all, it) => (it.labels[label] === is ? all + it.value : all), 0)
  return {
    routes: names('pintail_requests_total', 'route').map((route) => ({
      route,
      requests: sum('pintail_requests_total', 'route', route),
      errors: sum('pintail_errors_total', 'route', route),
      perSecond: rateOf(now, before, (it) => it.name === 'pintail_requests_total' && it.labels.route === route),
      ...quantilesOf(now, readings[0], route),
    })),
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

const quantilesOf = (
  now: Reading,
  before: Reading | undefined,
  route: string,
): Pick<ServedRoute, 'p50' | 'p95' | 'p99'> => {
  const all = bucketsOf(now, route)
  const old = before === undefined || before === now ? [] : bucketsOf(before, route)
  const recent = all.map(([edge, count], at) => [edge, count - (old[at]?.[1] ?? 0)] as const)
  const used = (recent.at(-1)?.[1] ?? 0) > 0 ? recent : all
  return { p50: quantile(used, 0.5), p95: quantile(used, 0.95), p99: quantile(used, 0.99) }
}

/** Upper edge and how many are at or below it. */
const bucketsOf = ({ samples }: Reading, route: string): (readonly [number, number])[] =>
  samples
    .filter((it) => it.name === 'pintail_request_duration_seconds_bucket' && it.labels.route === route)
    .map((it) => [it.labels.le === '+Inf' ? Number.POSITIVE_INFINITY : Number(it.labels.le), it.value] as const)
    .toSorted((a, b) => a[0] - b[0])

/** As Prometheus does: linear within the bucket; in the last one its lower edge. */
export const quantile = (buckets: readonly (readonly [number, number])[], q: number): number | null => {
  const all = buckets.at(-1)?.[1] ?? 0
  if (all === 0) return null
  const rank = q * all
  const at = buckets.findIndex(([, count]) => count >= rank)
  const [edge, count] = buckets[at] ?? [0, 0]
  const [lower, below] = buckets[at - 1] ?? [0, 0]
  return Number.isFinite(edge) ? lower + ((edge - lower) * (rank - below)) / Math.max(1e-12, count - below) : lower
}

const sampleShape = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)/
const labelShape = /(\w+)="((?:[^"\\]|\\.)*)"/g

/** The samples of Prometheus' text form. */
export const samplesOf = (text: string): Sample[] =>
  text.split('\n').flatMap((row) => {
    const [, name, labels = '', value = ''] = sampleShape.exec(row) ?? []
    if (name === undefined || row.startsWith('#')) return []
    const read = [...labels.matchAll(labelShape)].map(([, key = '', given = '']): [string, string] => [
      key,
      given.replaceAll(/\\(.)/g, (_, char: string) => (char === 'n' ? '\n' : char)),
    ])
    return [{ name, labels: Object.fromEntries(read), value: Number(value) }]
  })

const longestWait = 1500

type Fetched = { readonly silent: null; readonly text: string } | { readonly silent: string }

const metricsText = (url: string, signal: AbortSignal): Promise<Fetched> =>
  new Promise((resolve) => {
    const request = get(url, { signal, timeout: longestWait }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', (problem) => resolve({ silent: problem.message }))
      response.on('end', () => {
        const isRight = response.statusCode === 200
        resolve(
          isRight
            ? { silent: null, text: Buffer.concat(chunks).toString('utf8') }
            : { silent: `it answers with status ${response.statusCode}` },
        )
      })
    })
    request.on('timeout', () => request.destroy(new Error('no answer within 1.5 s')))
    request.on('error', (problem: NodeJS.ErrnoException) =>
      resolve({ silent: problem.code === 'ECONNREFUSED' ? 'no server runs there' : problem.message }),
    )
  })
