// How is the server doing? Counted as it answers, told as Prometheus reads it. Ours, since each request pays for it:
// two look-ups and an addition, where a library hashes its labels again each time.
import type { OnlineAnswer, OnlineStatus, Wanted } from '../core/verbs.ts'

/** Seconds; the quickest answers take less than the first. */
export const buckets = [
  0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
] as const

export interface Metrics {
  /** A request that was answered, in milliseconds. */
  answered(route: string, method: string, status: number, milliseconds: number): void
  /** An online read that was answered. */
  read(wanted: Wanted, answer: OnlineAnswer): void
  text(): string
}

interface Durations {
  /** Requests at or below each bucket and above the one before; the last are above all. */
  readonly counts: number[]
  sum: number
}

export const metricsOn = (version: string): Metrics => {
  const requests = new Map<string, number>()
  const durations = new Map<string, Durations>()
  const reads = new Map<string, number>()
  const values = new Map<string, number>()
  return {
    answered: (route, method, status, milliseconds) => {
      add(requests, `route="${route}",method="${method}",status="${status}"`, 1)
      const seconds = milliseconds / 1000
      const known = durations.get(route) ?? { counts: new Array<number>(buckets.length + 1).fill(0), sum: 0 }
      durations.set(route, known)
      const at = buckets.findIndex((bucket) => seconds <= bucket)
      const place = at < 0 ? buckets.length : at
      known.counts[place] = (known.counts[place] ?? 0) + 1
      known.sum += seconds
    },
    read: (wanted, answer) => {
      add(reads, `service="${wanted.service === null ? '' : label(wanted.service)}"`, 1)
      for (const { view, statuses } of answer.features)
        for (const status of statuses) add(values, keyOf(view, status), 1)
    },
    text: () =>
      [
        ...family('pintail_build_info', 'gauge', 'The version that serves', [[`version="${label(version)}"`, 1]]),
        ...family('pintail_requests_total', 'counter', 'Requests answered', requests),
        ...family(
          'pintail_errors_total',
          'counter',
          'Requests refused or failed',
          [...requests].filter(([labels]) => /status="[45]/.test(labels)),
        ),
        ...histogram(durations),
        ...family('pintail_online_reads_total', 'counter', 'Online reads answered, by feature service', reads),
        ...family('pintail_online_values_total', 'counter', 'Values answered, by feature view and status', values),
        '',
      ].join('\n'),
  }
}

const keys = new Map<string, string>()

/** The labels of a value: written once for each view and status. */
const keyOf = (view: string, status: OnlineStatus): string => {
  const pair = `${view} ${status}`
  const known = keys.get(pair)
  if (known !== undefined) return known
  const labels = `view="${label(view)}",status="${status}"`
  keys.set(pair, labels)
  return labels
}

const add = (to: Map<string, number>, labels: string, count: number): void => {
  to.set(labels, (to.get(labels) ?? 0) + count)
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
  ...[...samples].map(([labels, value]) => `${name}{${labels}} ${value}`),
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
