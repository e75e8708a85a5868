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
    if (name === undefined || row.startsWith('#') || !Number.isFinite(Number(value))) return []
    const read = [...labels.matchAll(labelShape)].map(([, key = '', given = '']): [string, string] => [
      key,
      given.replaceAll(/\\(.)/g, (_, char: string) => (char === 'n' ? '\n' : char)),
    ])
    return [{ name, labels: Object.fromEntries(read), value: Number(value) }]
  })

/** From the question to the last byte, in milliseconds. */
const longestWait = 2000

/** Bytes; what Pintail tells is some ten thousand. */
const mostRead = 4_000_000

type Fetched = { readonly silent: null; readonly text: string } | { readonly silent: string }

/** Whoever listens there, the answer is small, soon, and Pintail's; or it is said what it is instead. */
export const metricsText = (url: string, signal: AbortSignal): Promise<Fetched> =>
  new Promise((resolve) => {
    const end = (fetched: Fetched): void => {
      clearTimeout(late)
      resolve(fetched)
      request.destroy()
    }
    const late = setTimeout(() => end({ silent: `no answer within ${longestWait / 1000} s` }), longestWait)
    // A connection of its own each time: one that is kept says `socket hang up` of a server that is gone.
    const request = get(url, { signal, agent: false }, (response) => {
      const chunks: Buffer[] = []
      let read = 0
      response.on('data', (chunk: Buffer) => {
        read += chunk.length
        if (read > mostRead) end({ silent: 'something else answers there: more than any metrics of Pintail' })
        else chunks.push(chunk)
      })
      response.on('error', (problem) => end({ silent: problem.message }))
      response.on('end', () => {
        if (response.statusCode === 401) return end({ silent: 'it wants a token, which this screen does not send' })
        if (response.statusCode !== 200) return end({ silent: `it answers with status ${response.statusCode}` })
        const text = Buffer.concat(chunks).toString('utf8')
        const isOurs = /^pintail_/m.test(text)
        end(
          isOurs ? { silent: null, text } : { silent: 'something else answers there: these are no metrics of Pintail' },
        )
      })
    })
    request.on('error', (problem: NodeJS.ErrnoException) =>
      end({ silent: problem.code === 'ECONNREFUSED' ? 'no server runs there' : problem.message }),
    )
  })
