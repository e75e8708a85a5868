// Which functions does a command call? This runs it, and keeps what V8 compiled for it in the file COMPILED_TO.
import { writeFileSync } from 'node:fs'
import { scriptFrom } from './script.ts'

const script = scriptFrom()
process.on('exit', () => {
  if (process.env.COMPILED_TO !== undefined) writeFileSync(process.env.COMPILED_TO, script.createCachedData())
})
script.runInThisContext()
