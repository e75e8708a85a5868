// Does anything that a value, a name or an error holds move the cursor or turn the reading direction of a terminal?
import { match, ok } from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { visible } from '../../src/core/visible.ts'
import { runInside } from './run-inside.ts'

const hostile = 'a\u202eb\u2066c\u001b[31md\u0007e\u2028f\u200bg'
const raw = /(?!\n)[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u200b\u202a-\u202e\u2066-\u2069]/u

describe('on a terminal', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['plain', 'plain'],
    ['a\tb\nc', 'a\\tb\\nc'],
    ['\u001b[2J', '\\u001b[2J'],
    ['\u009b1m', '\\u009b1m'],
    ['a\u202eb', 'a\\u202eb'],
    ['\u{e0041}', '\\u{e0041}'],
    ['\ud800', '\\ud800'],
    ['👨\u200d👩\u200d👧 می\u200cخواهم', '👨\u200d👩\u200d👧 می\u200cخواهم'],
  ]
  for (const [given, wanted] of cases) it(JSON.stringify(given), () => ok(visible(given) === wanted, visible(given)))
})

describe('what hostile values and names come to', () => {
  let folder = ''
  after(() => rmSync(folder, { recursive: true, force: true }))
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'pintail-visible-'))
    mkdirSync(join(folder, 'features'))
    mkdirSync(join(folder, 'data'))
    writeFileSync(join(folder, 'pintail.yaml'), 'project: hostile\n')
    const rows = [1, 2, 3, 4].map((id) => `${id},2026-01-0${id}T00:00:00Z,"${hostile}"\n`)
    writeFileSync(join(folder, 'data/rows.csv'), `id,at,x\n${rows.join('')}`)
    const said = JSON.stringify(`${hostile}\nsecond`)
    writeFileSync(
      join(folder, 'features/view.yaml'),
      `entities: { thing: { keys: { id: int64 } } }
sources: { rows: { type: csv, path: data/rows.csv, timestamp: at } }
views:
  view: { entity: thing, source: rows, owner: ${said}, tags: [${said}], description: ${said}, features: { x: x } }
`,
    )
    for (const verb of ['apply', 'ingest', 'materialize']) {
      const { status, stderr } = await runInside([verb], folder)
      ok(status === 0, stderr)
    }
  })
  const commands: readonly string[] = [
    'list views',
    'list features',
    'show view',
    'show view:x',
    'stats view:x',
    'drift',
    'online --features view:x --entity id=1',
    'lineage view:x',
    'search view',
    `show ${hostile}`,
    `list ${hostile}`,
  ]
  for (const command of commands)
    it(`pintail ${visible(command)}`, async () => {
      const { stdout, stderr } = await runInside([...command.split(' '), '--format', 'table'], folder)
      match(stdout + stderr, /\S/)
      const found = raw.exec(stdout + stderr)
      ok(found === null, `${JSON.stringify(found?.[0])} in ${JSON.stringify(stdout + stderr)}`)
    })
})
