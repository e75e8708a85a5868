// The HTTP server: one process, or several that share a port; and beside it, when asked, a materialization that comes again.
import cluster from 'node:cluster'
import type { Project } from '../../pintail.ts'
import type { Given } from '../given.ts'
import { materializeBeside } from '../materialize-beside.ts'
import { several } from '../quantities.ts'
import type { Address } from '../serving.ts'
import { sheetOf } from '../sheet.ts'
import type { Verb } from '../verb.ts'

export const serve: Verb = {
  words: [],
  options: [
    { flags: '--host <host>', about: 'where to listen; beyond this machine a token is needed in PINTAIL_TOKEN' },
    { flags: '--port <port>', about: '6566 unless the project says otherwise; 0 takes a free one' },
    { flags: '--workers <n>', about: 'processes that share the port; 1 unless said' },
    { flags: '--materialize-every <duration>', about: 'keep the online store fresh, in a process of its own' },
    { flags: '--log-reads', about: 'keep what was answered, for   pintail verify --reads' },
  ],
  examples: [
    { line: 'pintail serve', about: 'on this machine only; Ctrl-C stops it' },
    { line: 'pintail serve --materialize-every 5m', about: 'and keep what it serves fresh' },
    { line: 'pintail serve --log-reads', about: 'and keep what was answered, to verify it later' },
    { line: 'pintail serve --workers 4 --port 8080', about: 'four processes, another port' },
  ],
  run: async (given, context) => {
    const { serveAlone, serveTogether } = await import('../serving.ts')
    const project = await context.project()
    const address = addressOf(given, project)
    if (cluster.isWorker) return serveAlone(address, context, async () => {})
    const workers = given.count('workers', 1, 256) ?? 1
    const every = given.duration('materializeEvery') === null ? undefined : given.text('materializeEvery')
    const ready = async (url: string, port: number): Promise<void> => {
      const line = workers === 1 ? `serving on ${url}` : `serving on ${url} with ${several(workers, 'worker')}`
      await context.report([line], sheetOf([{ url, port, workers }]))
      await context.hint(['Ctrl-C stops it'])
    }
    const beside = every === undefined ? null : materializeBeside(every, project.root, context)
    try {
      return await (workers === 1
        ? serveAlone(address, context, ready)
        : serveTogether(workers, address, context, ready))
    } finally {
      await beside?.stop()
    }
  },
}

const addressOf = (given: Given, { server }: Project): Address => ({
  host: given.text('host') ?? server.host,
  port: given.count('port', 0, 65_535) ?? server.port,
  logReads: given.flag('logReads'),
})
