// Is everything right? `npm run check`: types, lint, floors, generated files, unit and law tests; `npm test` adds the
// executable and the tests that run it. With file names, only these tests.
import { spawnSync } from 'node:child_process'
import { globSync } from 'node:fs'
import { join } from 'node:path'
import { run } from 'node:test'
import { styleText } from 'node:util'
import { countsLine, Reporter } from './reporter.ts'

const root = join(import.meta.dirname, '..')

interface Step {
  readonly name: string
  readonly command: string
  readonly arguments: readonly string[]
}

const node = (name: string, ...args: string[]): Step => ({ name, command: process.execPath, arguments: args })

const checks: readonly Step[] = [
  node('types', 'node_modules/typescript/bin/tsc', '--noEmit'),
  node(
    'lint and format',
    'node_modules/@biomejs/biome/bin/biome',
    'check',
    '--error-on-warnings',
    '--max-diagnostics=50',
  ),
  node('floors', 'build/layers.ts'),
  node('embedded SQL', 'build/embed-sql.ts', '--check'),
  node('embedded types', 'build/embed-types.ts', '--check'),
]
const executable = node('executable', 'build/binary.ts')

const reporter = new Reporter(root, (text) => process.stdout.write(text))

/** Runs a program; its output is shown when it fails. */
const take = ({ name, command, arguments: args }: Step): boolean => {
  const start = performance.now()
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd: root, encoding: 'utf8' })
  const passed = status === 0
  const mark = passed ? styleText('green', '✓') : styleText('red', '✗')
  console.log(`${mark} ${name}  ${((performance.now() - start) / 1000).toFixed(1)} s`)
  if (!passed) console.log(`${error?.message ?? ''}${stdout}${stderr}`)
  reporter.counts[passed ? 'passed' : 'failed'] += 1
  return passed
}

/** Two files at a time, each in its own process. */
const runTests = async (files: readonly string[]): Promise<void> => {
  if (files.length === 0) return
  const stream = run({ files: files.map((file) => join(root, file)), concurrency: 2, timeout: 300_000 })
  for await (const event of stream) reporter.hear(event)
}

const testFiles = (patterns: string | string[], exclude: string[] = []): string[] =>
  globSync(patterns, { cwd: root, exclude }).sort()

const main = async (args: readonly string[]): Promise<void> => {
  const wanted = args.filter((it) => !it.startsWith('--'))
  // What the executable unpacks stays out of the user's own cache.
  process.env.PINTAIL_CACHE = join(root, '.cache/unpacked')
  if (wanted.length > 0) {
    const files = testFiles(wanted.map((it) => (it.endsWith('.ts') ? it : `${it}/**/*.test.ts`)))
    if (files.length === 0) throw new Error(`no tests in ${wanted.join(' ')}`)
    return runTests(files)
  }
  for (const step of checks) take(step)
  await runTests(testFiles('test/**/*.test.ts', ['test/e2e/**']))
  if (!args.includes('--check') && take(executable)) await runTests(testFiles('test/e2e/**/*.test.ts'))
}

try {
  await main(process.argv.slice(2))
} catch (thrown) {
  console.error(thrown)
  reporter.counts.failed += 1
}
console.log(countsLine(reporter.counts))
process.exitCode = reporter.counts.failed > 0 ? 1 : 0
