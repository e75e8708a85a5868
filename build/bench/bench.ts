// How fast is Pintail, beside its peers? `npm run bench` runs all, `npm run bench -- NAME…` some (README.md).

import { ingestion } from './ingest.ts'
import { iteration } from './iterate.ts'
import { extraction } from './json.ts'
import { machine } from './machine.ts'
import { materialization } from './materialize.ts'
import { online } from './online.ts'
import { type Options, readOptions } from './options.ts'
import { pointInTime } from './point-in-time.ts'
import { registry } from './registry.ts'
import { machineText, type Section, sectionText, writeJson } from './report.ts'
import { startUp } from './start-up.ts'
import { windows } from './windows.ts'

type Bench = (options: Options) => Promise<readonly Section[]>

const benches: ReadonlyMap<string, Bench> = new Map<string, Bench>([
  ['point-in-time', pointInTime],
  ['ingest', ingestion],
  ['json', extraction],
  ['materialize', materialization],
  ['online', online],
  ['iterate', iteration],
  ['registry', registry],
  ['start-up', startUp],
  ['windows', windows],
])

const options = readOptions(process.argv.slice(2))
const unknown = options.names.filter((name) => !benches.has(name))
if (unknown.length > 0)
  throw new Error(`no benchmark is called ${unknown.join(', ')}; there are ${[...benches.keys()].join(', ')}`)

const sections: Section[] = []
for (const [name, bench] of benches) {
  if (options.names.length === 0 || options.names.includes(name)) sections.push(...(await bench(options)))
}
const where = machine()
console.log(machineText(where))
console.log(`runs: ${options.runs}, scale: ${options.scale}`)
for (const section of sections) console.log(sectionText(section))
console.log(`\nas JSON: ${writeJson(where, options, sections)}`)
