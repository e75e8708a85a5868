// How is the server doing? Counted as it answers, told as Prometheus reads it. Ours, since each request pays for it:
// two look-ups and an addition, where a library hashes its labels again each time.
import { elapsed } from '../core/clock.ts'
import type { ErrorCode } from '../core/errors.ts'
import type { OnlineAnswer, Wanted } from '../core/verbs.ts'

/** Seconds; the quickest answers take less than the first. */
export const buckets = [
  0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
] as const

export interface Metrics {
  /** A request that was answered, in milliseconds. */
  answered(route: string, method: string, status: number, milliseconds: number): void
  /** A request that was answered with a problem; it is counted among those answered as well. */
  refused(route: string, method: string, status: number, code: ErrorCode): void
  /** An online read that was answered. */
  read(wanted: Wanted, answer: OnlineAnswer): void
  text(): string
}

interface Durations {
  /** Requests at or below each bucket and above the one before; the last are above all. */
  readonly counts: number[]
  sum: number
}

/** Counted where it stands: a request makes no text. */
interface Counter {
  readonly labels: string
  count: number
}

type Counters = Map<string, Map<string | number, Counter>>

export const metricsOn = (version: string): Metrics => {
  const began = elapsed()
  const requests = new Map<string, Counters>()
  const errors = new Map<string, Counters>()
  const durations = new Map<string, Durations>()
  const reads: Counters = new Map()
  const values: Counters = new Map()
  return {
    answered: (route, method, status, milliseconds) => {
      const known: Counters = requests.get(route) ?? new Map()
      if (known.size === 0) requests.set(route, known)
      counter(known, method, status, () => `route="${route}",method="${method}",status="${status}"`).count += 1
      let spent = durations.get(route)
      if (spent === undefined) {
        spent = { counts: new Array<number>(buckets.length + 1).fill(0), sum: 0 }
        durations.set(route, spent)
      }
      const place = placeOf(milliseconds / 1000)
      spent.counts[place] = (spent.counts[place] ?? 0) + 1
      spent.sum += milliseconds / 1000
    },
    refused: (route, method, status, code) => {
      const known: Counters = errors.get(route) ?? new Map()
      if (known.size === 0) errors.set(route, known)
      const labels = () => `route="${route}",method="${method}",status="${status}",code="${code}"`
      counter(known, `${method} ${status}`, code, labels).count += 1
    },
    read: ({ service }, answer) => {
      counter(reads, service ?? '', '', () => `service="${label(service ?? '')}"`).count += 1
      for (const { view, statuses } of answer.features)
        for (const status of statuses)
          counter(values, view, status, () => `view="${label(view)}",status="${status}"`).count += 1
    },
    text: () => {
      const answered = [...requests.values()].flatMap(samplesOf)
      const refused = [...errors.values()].flatMap(samplesOf)
      const uptime = ((elapsed() - began) / 1000).toFixed(3)
      return [
        ...family('pintail_build_info', 'gauge', 'The version that serves', [[`version="${label(version)}"`, 1]]),
        ...family('pintail_uptime_seconds', 'gauge', 'How long it has been serving', [['', Number(uptime)]]),
        ...family('pintail_requests_total', 'counter', 'Requests answered', answered),
        ...family('pintail_errors_total', 'counter', 'Requests refused or failed, by error code', refused),
        ...histogram(durations),
        ...family(
          'pintail_online_reads_total',
          'counter',
          'Online reads answered, by feature service',
          samplesOf(reads),
        ),
        ...family(
          'pintail_online_values_total',
          'counter',
          'Values answered, by feature view and status',
          samplesOf(values),
        ),
        '',
      ].join('\n')
    },
  }
}

const counter = (of: Counters, first: string, second: string | number, labels: () => string): Counter => {
  const known = of.get(first)?.get(second)
  if (known !== undefined) return known
  const inner = of.get(first) ?? new Map<string | number, Counter>()
  const fresh = { labels: labels(), count: 0 }
  of.set(first, inner.set(second, fresh))
  return fresh
}

const samplesOf = (of: Counters): [string, number][] =>
  [...of.values()].flatMap((inner) => [...inner.values()].map((it): [string, number] => [it.labels, it.count]))

const placeOf = (seconds: number): number => {
  let place = 0
  while (place < buckets.length && seconds > (buckets[place] ?? 0)) place += 1
  return place
}

const label = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')

const family = (
  name: string,
  type: 'counter' | 'gauge',
  help: string,
  samples: Iterable<readonly [string, number]>,
): string[] => [
  `# HELP ${name} ${help}`,
  `# TYPE ${name} ${type}`,
  ...[...samples].map(([labels, value]) => `${name}${labels === '' ? '' : `{${labels}}`} ${value}`),
]

const histogram = (durations: ReadonlyMap<string, Durations>): string[] => {
  const name = 'pintail_request_duration_seconds'
  const lines = [`# HELP ${name} From the request's first line to the end of its answer`, `# TYPE ${name} histogram`]
  for (const [route, { counts, sum }] of durations) {
    let below = 0
    for (const [i, bucket] of buckets.entries()) {
      below += counts[i] ?? 0
      lines.push(`${name}_bucket{route="${route}",le="${bucket}"} ${below}`)
    }
    const all = below + (counts[buckets.length] ?? 0)
    lines.push(`${name}_bucket{route="${route}",le="+Inf"} ${all}`)
    lines.push(`${name}_sum{route="${route}"} ${sum}`, `${name}_count{route="${route}"} ${all}`)
  }
  return lines
}
