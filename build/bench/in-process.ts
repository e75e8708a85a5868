// How fast are the newest values read inside one process, with no HTTP between? Microseconds a read.
import { measure } from './measure.ts'
import type { Row, Section } from './report.ts'
import { median, rounded } from './statistics.ts'

export interface Reader {
  readonly name: string
  readonly command: readonly string[]
}

interface Spread {
  readonly p50: number
  readonly p99: number
}
interface Reads {
  readonly one: Spread
  readonly hundred: Spread
}

export const inProcess = async (readers: readonly Reader[], runs: number): Promise<Section> => {
  const measured = new Map<string, Reads[]>(readers.map(({ name }) => [name, []]))
  for (let round = 0; round <= runs; round++)
    for (const { name, command } of readers) {
      const reads = readsOf((await measure(command)).output)
      if (round > 0) measured.get(name)?.push(reads)
    }
  const rows = [...measured].map(([name, all]): Row => {
    const middle = (of: (reads: Reads) => number): number => rounded(median(all.map(of)))
    return {
      reader: name,
      '1 key p50 µs': middle(({ one }) => one.p50),
      '1 key p99 µs': middle(({ one }) => one.p99),
      '100 keys p50 µs': middle(({ hundred }) => hundred.p50),
      '100 keys p99 µs': middle(({ hundred }) => hundred.p99),
    }
  })
  return { title: 'online: in process, 10 features', rows, notes: [], missing: [], runs: Object.fromEntries(measured) }
}

const readsOf = (output: string): Reads => {
  const said: unknown = JSON.parse(/reads=(.*)/.exec(output)?.[1] ?? 'null')
  if (isReads(said)) return said
  throw new Error(`no timings in: ${output}`)
}

const isReads = (said: unknown): said is Reads =>
  typeof said === 'object' && said !== null && 'one' in said && 'hundred' in said
