// What does the executable do first? Arguments to the command line, its status to the system.
import { run } from './cli/run.ts'
import { interruption } from './cli/signals.ts'
import { type Io, isGone } from './cli/streams.ts'

const { stdout, stderr, env: environment } = process
for (const stream of [stdout, stderr]) {
  stream.on('error', (problem) => {
    // Who wrote is told why it failed; where Ink did, its terminal is gone.
    if (!isGone(problem) && stream.isTTY) throw problem
  })
}
const stopping = interruption()
const io: Io = {
  // Opening it costs milliseconds, and few commands read it.
  get stdin() {
    return process.stdin
  },
  stdout,
  stderr,
  environment,
  directory: process.cwd(),
}
const status = await run(process.argv.slice(2), io, stopping)
process.exit(status)
