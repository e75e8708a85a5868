// What do a server's metrics say? Prometheus' text form, fetched and read.
import { get } from 'node:http'

export interface Sample {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

/** How long answers took; what lies in the first or the last bucket is only known to be below or above an edge. */
export interface Took {
  readonly seconds: number
  readonly is: 'about' | 'below' | 'above'
}

/** Upper edge and how many are at or below it. */
export type Buckets = readonly (readonly [edge: number, count: number])[]

/** As Prometheus does, linear within the bucket; but in the first one nothing is known but its edge. */
export const quantile = (buckets: Buckets, q: number): Took | null => {
  const all = buckets.at(-1)?.[1] ?? 0
  if (all <= 0) return null
  const rank = q * all
  const at = buckets.findIndex(([, count]) => count >= rank)
  const [edge, count] = buckets[at] ?? [0, 0]
  const [lower, below] = buckets[at - 1] ?? [0, 0]
  if (!Number.isFinite(edge)) return { seconds: lower, is: 'above' }
  if (at === 0) return { seconds: edge, is: 'below' }
  return { seconds: lower + ((edge - lower) * (rank - below)) / Math.max(1e-12, count - below), is: 'about' }
}

const sampleShape = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)/
const labelShape = /(\w+)="((?:[^"\\]|\\.)*)"/g

/** The samples of Prometheus' text form. */
export const samplesOf = (text: string): Sample[] =>
  text.split('\n').flatMap((row) => {
    const [, name, labels = '', value = ''] = sampleShape.exec(row) ?? []
    if (name === undefined || row.startsWith('#') || Number.isNaN(Number(value))) return []
    const read = [...labels.matchAll(labelShape)].map(([, key = '', given = '']): [string, string] => [
      key,
      given.replaceAll(/\\(.)/g, (_, char: string) => (char === 'n' ? '\n' : char)),
    ])
    return [{ name, labels: Object.fromEntries(read), value: Number(value) }]
  })

const longestWait = 1500

type Fetched = { readonly silent: null; readonly text: string } | { readonly silent: string }

export const metricsText = (url: string, signal: AbortSignal): Promise<Fetched> =>
  new Promise((resolve) => {
    // A connection of its own each time: one that is kept says `socket hang up` of a server that is gone.
    const request = get(url, { signal, timeout: longestWait, agent: false }, (response) => {
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
