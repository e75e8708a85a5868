// Is this text still what was agreed? One file a case under test/golden; UPDATE_GOLDEN=1 writes it anew.
import assert from 'node:assert/strict'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const folder = join(import.meta.dirname, '../golden')

/** `name` is a path below test/golden, with extension. A missing file fails. */
export const assertGolden = (name: string, actual: string): void => {
  const path = join(folder, name)
  const text = actual.endsWith('\n') ? actual : `${actual}\n`
  if (process.env.UPDATE_GOLDEN === '1') {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
    return
  }
  assert.ok(existsSync(path), `test/golden/${name} is missing: look at the text, then run with UPDATE_GOLDEN=1`)
  assert.equal(text, readFileSync(path, 'utf8'), `test/golden/${name}: UPDATE_GOLDEN=1 rewrites it`)
}
