// Does a preview come again when a definition is saved, and go on after a mistake?
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { start, temporaryFolder } from './run-cli.ts'
import { runInside } from './run-inside.ts'

test('--watch tries the view again whenever its definition is saved', async (t) => {
  const folder = temporaryFolder(t)
  assert.equal((await runInside(['init', '.', '--template', 'heart'], folder)).status, 0)
  const file = join(folder, 'features/heart.ts')
  const definition = readFileSync(file, 'utf8')
  const child = start(['preview', 'cardiac', '--watch', '--limit', '1', '--format', 'ndjson'], { directory: folder })
  t.after(() => child.kill('SIGKILL'))
  let printed = ''
  let told = ''
  child.stdout.on('data', (chunk) => (printed += chunk))
  child.stderr.on('data', (chunk) => (told += chunk))
  const until = async (seen: () => boolean): Promise<void> => {
    while (!seen()) await Promise.race([once(child.stdout, 'data'), once(child.stderr, 'data')])
  }
  await until(() => printed.includes('"vessel_score":') && told.includes('waiting'))
  writeFileSync(file, 'export const broken = ')
  await until(() => told.includes('bad_typescript'))
  writeFileSync(file, definition.replaceAll('vessel_score', 'vessels'))
  await until(() => printed.includes('"vessels":'))
  child.kill('SIGINT')
  const [status] = await once(child, 'close')
  assert.equal(status, 130)
})
