// Is the executable's script as small, and as late in what it runs, as a quick start needs?
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { bundle } from '../../build/bundle.ts'
import type { NativePack } from '../../src/native.ts'
import { temporaryFolder } from '../support/executable.ts'

const packOf = (engine: string): NativePack => ({ engine, hash: 'abc', files: [{ name: `${engine}.node`, size: 1 }] })

test('the bundle of the whole program', async (t) => {
  const output = join(temporaryFolder(t), 'main.js')
  const packs = [packOf('duckdb'), packOf('sqlite')]
  const { inputs } = await bundle({ entry: 'src/main.ts', output, format: 'script' }, packs)
  const names = Object.keys(inputs)
  const text = readFileSync(output, 'utf8')

  await t.test('takes native modules from the executable alone', () => {
    assert.deepEqual(
      names.filter((name) => name.endsWith('.node')),
      [],
    )
    for (const { engine } of packs) assert.match(text, new RegExp(`loadNative\\d*\\(\\{engine:"${engine}"`))
  })

  await t.test('has no import at the top, so Node loads its own modules when they are needed', () => {
    assert.doesNotMatch(text, /^(import|export)\b/m)
    assert.match(text, /get randomUUID\(\)/, 'and each of them when one of its names is used')
  })

  await t.test('is ASCII, one byte a letter', () => assert.match(text, /^\p{ASCII}*$/u))

  await t.test('leaves out the languages of zod: `import * as z`, for `{ z }` brings them all', () => {
    assert.equal(text.includes('zod/v4/locales/de.js'), false)
  })
})
