// What did the server do between two readings of its metrics? Pure: samples in, figures by route, service and view out.
import { type Buckets, quantile, type Sample, type Took } from './metrics-text.ts'

export interface Counts {
  readonly requests: number
  readonly errors: number
}

export interface ServedRoute {
  readonly route: string
  /** Asked by who watches over the server, this screen among them: nobody's answer comes from there. */
  readonly isWatch: boolean
  readonly all: Counts
  readonly lately: Counts
  readonly p50: Took | null
  readonly p95: Took | null
  readonly p99: Took | null
  /** Nothing was asked lately, so that the times are of all since the server started. */
  readonly isTimeOfAll: boolean
}

export interface ServedProblem {
  readonly route: string
  readonly status: number
  /** Empty where the server does not name it. */
  readonly code: string
  readonly all: number
  readonly lately: number
}

export interface ServedService {
  /** Empty: features were asked for by name. */
  readonly service: string
  readonly all: number
  readonly lately: number
}

export interface ServedView {
  readonly view: string
  /** Values answered, by status. */
  readonly all: ReadonlyMap<string, number>
  readonly lately: ReadonlyMap<string, number>
}

export interface Figures {
  readonly routes: readonly ServedRoute[]
  readonly problems: readonly ServedProblem[]
  readonly services: readonly ServedService[]
  readonly views: readonly ServedView[]
}

export interface ServedPoint {
  /** A second; null: not known. */
  readonly requests: number | null
  readonly errors: number | null
  /** Null: nothing was asked. */
  readonly p99: Took | null
}

type Samples = readonly Sample[]

const watching: ReadonlySet<string> = new Set(['/metrics', '/health', '/livez', '/readyz'])

const requestsName = 'pintail_requests_total'
const errorsName = 'pintail_errors_total'
const readsName = 'pintail_online_reads_total'
const valuesName = 'pintail_online_values_total'

/** `before` is what was counted when "lately" began: nothing where it is the server's start. */
export const figuresOf = (now: Samples, before: Samples): Figures => ({
  routes: labelsOf(now, requestsName, 'route')
    .map((route) => routeOf(route, now, before))
    .toSorted((a, b) => Number(a.isWatch) - Number(b.isWatch) || b.all.requests - a.all.requests),
  problems: problemsOf(now, before),
  services: labelsOf(now, readsName, 'service').map((service) => {
    const same = (it: Sample): boolean => it.labels.service === service
    const all = sum(now, readsName, same)
    return { service, all, lately: all - sum(before, readsName, same) }
  }),
  views: labelsOf(now, valuesName, 'view').map((view) => {
    const all = statusesOf(now, view)
    const old = statusesOf(before, view)
    return { view, all, lately: new Map([...all].map(([status, count]) => [status, count - (old.get(status) ?? 0)])) }
  }),
})

/** Of what the server is there for: who watches it is not counted. */
export const pointOf = (now: Samples, before: Samples, seconds: number): ServedPoint => {
  const rate = (name: string): number =>
    Math.max(0, sum(now, name, (it) => !isWatched(it)) - sum(before, name, (it) => !isWatched(it))) / seconds
  const buckets = since(
    bucketsOf(now, (it) => !isWatched(it)),
    bucketsOf(before, (it) => !isWatched(it)),
  )
  return { requests: rate(requestsName), errors: rate(errorsName), p99: quantile(buckets, 0.99) }
}

/** All that was ever counted: it never becomes less but where another server counts. */
export const countedOf = (samples: Samples): number => sum(samples, requestsName, () => true)

export const uptimeOf = (samples: Samples): number | null =>
  samples.find((it) => it.name === 'pintail_uptime_seconds')?.value ?? null

/** By route, status and code; the methods together. */
const problemsOf = (now: Samples, before: Samples): ServedProblem[] => {
  const counts = (samples: Samples): Map<string, number> => {
    const found = new Map<string, number>()
    for (const it of samples) {
      const { route = '', status = '', code = '' } = it.labels
      const key = `${route}\n${status}\n${code}`
      if (it.name === errorsName && !isWatched(it)) found.set(key, (found.get(key) ?? 0) + it.value)
    }
    return found
  }
  const old = counts(before)
  return [...counts(now)]
    .map(([key, all]) => {
      const [route = '', status = '', code = ''] = key.split('\n')
      return { route, status: Number(status), code, all, lately: all - (old.get(key) ?? 0) }
    })
    .toSorted((a, b) => b.lately - a.lately || b.all - a.all)
}

const routeOf = (route: string, now: Samples, before: Samples): ServedRoute => {
  const same = (it: Sample): boolean => it.labels.route === route
  const all = { requests: sum(now, requestsName, same), errors: sum(now, errorsName, same) }
  const lately = {
    requests: all.requests - sum(before, requestsName, same),
    errors: all.errors - sum(before, errorsName, same),
  }
  const ever = bucketsOf(now, same)
  const recent = since(ever, bucketsOf(before, same))
  const isTimeOfAll = (recent.at(-1)?.[1] ?? 0) <= 0
  const used = isTimeOfAll ? ever : recent
  const [p50, p95, p99] = [quantile(used, 0.5), quantile(used, 0.95), quantile(used, 0.99)]
  return { route, isWatch: watching.has(route), all, lately, p50, p95, p99, isTimeOfAll }
}

const isWatched = ({ labels }: Sample): boolean => watching.has(labels.route ?? '')

const sum = (samples: Samples, name: string, counts: (it: Sample) => boolean): number =>
  samples.reduce((all, it) => (it.name === name && counts(it) ? all + it.value : all), 0)

const labelsOf = (samples: Samples, name: string, label: string): string[] => [
  ...new Set(samples.flatMap((it) => (it.name === name ? [it.labels[label] ?? ''] : []))),
]

const statusesOf = (samples: Samples, view: string): ReadonlyMap<string, number> =>
  new Map(
    samples.flatMap((it): [string, number][] =>
      it.name === valuesName && it.labels.view === view ? [[it.labels.status ?? '', it.value]] : [],
    ),
  )

const since = (now: Buckets, before: Buckets): Buckets => {
  const old = new Map(before)
  return now.map(([edge, count]) => [edge, count - (old.get(edge) ?? 0)])
}

const bucketsOf = (samples: Samples, counts: (it: Sample) => boolean): Buckets => {
  const found = new Map<number, number>()
  for (const it of samples) {
    if (it.name !== 'pintail_request_duration_seconds_bucket' || !counts(it)) continue
    const edge = it.labels.le === '+Inf' ? Number.POSITIVE_INFINITY : Number(it.labels.le)
    found.set(edge, (found.get(edge) ?? 0) + it.value)
  }
  return [...found].toSorted(([a], [b]) => a - b)
}
