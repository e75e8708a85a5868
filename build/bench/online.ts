// How fast are the newest values read over HTTP? Feast's request, beside a bare node:http server on the same file.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { inCache } from './cache.ts'
import { evenHistoryFile } from './data.ts'
import { inProcess } from './in-process.ts'
import { type Latency, type Load, load, loadGenerator } from './load.ts'
import { onlineProject } from './materialize.ts'
import { measure } from './measure.ts'
import type { Options } from './options.ts'
import { inNode, pintail, pintailMissing } from './peers.ts'
import { materialize } from './project.ts'
import type { Row, Section } from './report.ts'
import { ask, type Server, startServer } from './server.ts'
import { median, medianRatio, rounded } from './statistics.ts'

const seconds = 5

interface Store {
  readonly database: string
  /** Null without Pintail. */
  readonly project: string | null
  readonly servers: readonly Server[]
  /** Writes every key of the store anew. */
  readonly refill: readonly string[]
}

export const online = async ({ runs, scale }: Options): Promise<Section[]> => {
  const keys = 1_000_000 * scale
  const store = await open(keys)
  try {
    const agreed = await agreement(store.servers, keys)
    const loadOf = (connections: number, each: number): Load => ({ connections, seconds, each, keys })
    const byHand = { name: 'SQLite by hand', command: inNode('read-online.ts', store.database, String(keys)) }
    const through = store.project
      ? [{ name: 'Pintail', command: inNode('read-pintail.ts', store.project, String(keys)) }]
      : []
    const sections = [
      await inProcess([...through, byHand], runs),
      await section('online: 1 key × 10 features, 1 client', store.servers, loadOf(1, 1), runs),
      await section('online: 1 key × 10 features, 32 connections', store.servers, loadOf(32, 1), runs),
      await section('online: 100 keys × 10 features, 1 client', store.servers, loadOf(1, 100), runs),
      await whileWriting(store, loadOf(1, 1), runs),
    ]
    const missing = pintailMissing()
    return sections.map((each) => ({ ...each, notes: agreed, missing: missing ? [`Pintail: ${missing}`] : [] }))
  } finally {
    for (const server of store.servers) await server.stop()
  }
}

/** Pintail's store with both servers on it; without Pintail, a store and a server made by hand. */
const open = async (keys: number): Promise<Store> => {
  const history = await evenHistoryFile({ rows: keys * 10, keys })
  const bareOn = (database: string): Promise<Server> =>
    startServer('bare node:http', (port) => inNode('bare-server.ts', database, String(port)))
  if (pintailMissing()) {
    const database = inCache('out', `online-${keys}.db`)
    const refill = inNode('fill-online.ts', history, database)
    if (!existsSync(database)) await measure(refill)
    return { database, project: null, servers: [await bareOn(database)], refill }
  }
  const project = await onlineProject(history)
  await materialize(project)
  const database = join(project, '.pintail/online.db')
  const serving = await startServer('Pintail', (port) => pintail(project, 'serve', '--port', String(port)))
  const refill = pintail(project, 'materialize', '--full')
  return { database, project, servers: [serving, await bareOn(database)], refill }
}

/** Asks both the same before any load; throws where they disagree. */
const agreement = async (servers: readonly Server[], keys: number): Promise<string[]> => {
  for (const ids of [[0], [keys], Array.from({ length: 100 }, (_, i) => Math.floor((i * keys) / 100))]) {
    const answers = await Promise.all(servers.map((server) => ask(server.port, ids)))
    if (new Set(answers.map((answer) => answer.said)).size > 1)
      throw new Error(
        `the servers disagree on ${ids.length} keys:\n${answers.map((answer) => answer.text.slice(0, 2000)).join('\n')}`,
      )
  }
  const sizes = await Promise.all(
    servers.map(async ({ name, port }) => `${name} ${(await ask(port, [0])).text.length}`),
  )
  return [`load from ${loadGenerator}, ${seconds} s a run; bytes of an answer for one key: ${sizes.join(', ')}`]
}

/** In turn: Pintail, bare, Pintail, bare; the first round warms up. */
const inTurn = async (
  servers: readonly Server[],
  wanted: Load,
  runs: number,
): Promise<ReadonlyMap<string, Latency[]>> => {
  const measured = new Map<string, Latency[]>(servers.map(({ name }) => [name, []]))
  for (let round = 0; round <= runs; round++)
    for (const { name, port } of servers) {
      const latency = await load(port, wanted)
      if (round > 0) measured.get(name)?.push(latency)
    }
  return measured
}

const section = async (title: string, servers: readonly Server[], wanted: Load, runs: number): Promise<Section> => {
  process.stderr.write(`${title}\n`)
  const measured = await inTurn(servers, wanted, runs)
  const base = measured.get('bare node:http')?.map(({ rate }) => rate) ?? []
  const rows = [...measured].map(([name, all]): Row => {
    const rates = all.map(({ rate }) => rate)
    return {
      server: name,
      'p50 ms': rounded(median(all.map(({ p50 }) => p50))),
      'p99 ms': rounded(median(all.map(({ p99 }) => p99))),
      'requests/s': Math.round(median(rates)),
      'share of bare': rounded(medianRatio(rates, base)),
    }
  })
  return { title, rows, notes: [], missing: [], runs: Object.fromEntries(measured) }
}

/** Another process fills the store again and again until the load is over. */
const whileWriting = async ({ project, servers, refill }: Store, wanted: Load, runs: number): Promise<Section> => {
  // The bare server reads one table by name; Pintail's writer puts another in its place.
  const following = project === null ? servers : servers.filter(({ name }) => name === 'Pintail')
  const over = new AbortController()
  const writing = writeUntil(refill, over.signal)
  try {
    return await section('online: 1 key × 10 features, 1 client, while all keys are written', following, wanted, runs)
  } finally {
    over.abort()
    await writing
  }
}

const writeUntil = async ([program = '', ...rest]: readonly string[], over: AbortSignal): Promise<void> => {
  while (!over.aborted) {
    const child = spawn(program, rest, { stdio: 'ignore' })
    const stop = (): boolean => child.kill()
    over.addEventListener('abort', stop, { once: true })
    const code = await new Promise<number | null>((resolve) =>
      child.once('error', () => resolve(1)).once('exit', resolve),
    )
    over.removeEventListener('abort', stop)
    if (code !== 0 && !over.aborted) throw new Error(`the writer failed: ${[program, ...rest].join(' ')}`)
  }
}
