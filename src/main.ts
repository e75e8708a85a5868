// What does the executable do first? Arguments to the command line, its status to the system.
import { run } from './cli/run.ts'
import { interruption } from './cli/signals.ts'
import { isGone } from './cli/streams.ts'

const { stdin, stdout, stderr, env: environment } = process
for (const stream of [stdout, stderr]) {
  stream.on('error', (problem) => {
    if (!isGone(problem)) throw problem
  })
}
const stopping = interruption()
const status = await run(
  process.argv.slice(2),
  { stdin, stdout, stderr, environment, directory: process.cwd() },
  stopping,
)
process.exit(status)
