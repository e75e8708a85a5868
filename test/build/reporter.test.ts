// Does the run's report tell all that went wrong, and count right?
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { promisify, stripVTControlCharacters } from 'node:util'

const folder = mkdtempSync(join(tmpdir(), 'pintail-reporter-'))
after(() => rmSync(folder, { recursive: true }))

const runner = `
import { run } from 'node:test'
import { countsLine, Reporter } from '${import.meta.dirname}/../../build/reporter.ts'
const reporter = new Reporter('${folder}', (text) => process.stdout.write(text))
for await (const event of run({ files: process.argv.slice(2) })) reporter.hear(event)
console.log(countsLine(reporter.counts))
`

/** The report of one test file, without its duration and stack frames. */
const reportOf = async (name: string, text: string): Promise<string[]> => {
  const [script, file] = [join(folder, 'runner.mjs'), join(folder, name)]
  writeFileSync(script, runner)
  writeFileSync(file, `import { describe, test } from 'node:test'\nimport assert from 'node:assert/strict'\n${text}`)
  // Without this variable, or the inner run would think that it is part of the outer one.
  const { NODE_TEST_CONTEXT: _, ...env } = process.env
  const { stdout } = await promisify(execFile)(process.execPath, [script, file], { env })
  const lines = stripVTControlCharacters(stdout).trimEnd().split('\n')
  return lines.map((line) => line.replace(/ {2}\d+\.\d s$/, '')).filter((line) => !/^\s+at /.test(line))
}

test('what passes takes one line', async () => {
  assert.deepEqual(
    await reportOf('good.test.mjs', "describe('a', () => { test('b', () => {}) })\ntest('c', () => {})"),
    ['✓ good.test.mjs  2 passed, 0 failed', '2 passed, 0 failed'],
  )
})

test('a failure is named with the tests around it, and shown with what the file printed', async () => {
  const text = `
console.log('a hint')
describe('suite', () => { test('inner', () => assert.equal(1, 2)) })
test('outer', async (t) => { await t.test('sub', () => { throw new Error('boom') }) })`
  const lines = await reportOf('bad.test.mjs', text)
  assert.equal(lines[0], '✗ bad.test.mjs  0 passed, 2 failed')
  for (const wanted of ['  ✗ suite › inner', '  ✗ outer › sub', '      Error: boom', '      a hint']) {
    assert.ok(lines.includes(wanted), `${wanted}\n--\n${lines.join('\n')}`)
  }
  assert.equal(lines.at(-1), '0 passed, 2 failed')
})

test('a skipped test says why', async () => {
  assert.deepEqual(await reportOf('skip.test.mjs', "test('redis', (t) => t.skip('no Redis here'))"), [
    '✓ skip.test.mjs  0 passed, 0 failed, 1 skipped',
    '  - redis: skipped, no Redis here',
    '0 passed, 0 failed, 1 skipped',
  ])
})

test('a file that breaks outside of its tests fails', async () => {
  const exits = await reportOf('exits.test.mjs', "test('fine', () => {})\ntest('gone', () => process.exit(0))")
  assert.match(exits.at(-1) ?? '', /, [1-9] failed$/)
  const missing = await reportOf('missing.test.mjs', "import './nowhere.mjs'")
  assert.equal(missing[0], '✗ missing.test.mjs  0 passed, 1 failed')
  assert.ok(missing.some((line) => line.includes('nowhere.mjs')))
  const late = await reportOf('late.test.mjs', "test('x', () => { setTimeout(() => { throw new Error('late') }, 5) })")
  assert.equal(late.at(-1), '1 passed, 1 failed')
})
