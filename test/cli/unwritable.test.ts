// Nothing can be written where the words go, or where an export is to be: is it said in words, and is nothing left behind?
import { deepEqual, doesNotMatch, equal, match } from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, renameSync } from 'node:fs'
import { homedir } from 'node:os'
import { basename, join } from 'node:path'
import { after, test } from 'node:test'
import { exported, placeOfExport } from '../../src/tui/effects.ts'
import { makeClinic, removeClinic } from './clinic.ts'
import { main, temporaryFolder } from './run-cli.ts'
import { runInside } from './run-inside.ts'

const clinic = await makeClinic()
after(() => removeClinic(clinic))

const lines: readonly string[] = ['list', 'ui --once', 'list --format json', 'show cardiac', '--help', 'version']
for (const line of existsSync('/dev/full') ? lines : [])
  test(`pintail ${line} where stdout is full`, () => {
    const command = `exec '${process.execPath}' --disable-warning=MODULE_TYPELESS_PACKAGE_JSON '${main}' ${line} >/dev/full`
    const { status, stderr } = spawnSync('bash', ['-c', command], { cwd: clinic, encoding: 'utf8' })
    match(stderr, /the output cannot be written: no space is left there/)
    match(stderr, /output_unwritable/)
    doesNotMatch(stderr, /at .*:\d+:\d+|ENOSPC/)
    equal(status, 1)
  })

test('an export that cannot be written leaves no file, and says why in words', async (t) => {
  const folder = temporaryFolder(t)
  for (const [file, words] of [
    ['none/a.csv', /there is no such folder/],
    ['x'.repeat(300), /the name is too long/],
  ] as const) {
    const { tone, text } = await exported(placeOfExport(folder, file), 'a\n')
    equal(tone, 'bad')
    match(text, words)
    doesNotMatch(text, /^E[A-Z]+|ENOENT|ENAMETOOLONG/)
  }
  deepEqual(readdirSync(folder), [])
})

test('an export onto a disk that is full leaves no file', (t) => {
  const folder = temporaryFolder(t)
  const script = `import { exported } from '${join(import.meta.dirname, '../../src/tui/effects.ts')}'
process.on('SIGXFSZ', () => {})
console.log(JSON.stringify(await exported('${join(folder, 'g.csv')}', 'x'.repeat(100_000))))`
  const command = `ulimit -f 8; exec '${process.execPath}' --disable-warning=MODULE_TYPELESS_PACKAGE_JSON --input-type=module -e "$0"`
  const { stdout } = spawnSync('bash', ['-c', command, script], { encoding: 'utf8' })
  match(stdout, /cannot be written: a file may not become as large there/)
  deepEqual(readdirSync(folder), [])
})

test('~ is the own folder', () => {
  equal(placeOfExport('/p', '~/a.csv'), join(homedir(), 'a.csv'))
  equal(placeOfExport('/p', '~a.csv'), '/p/~a.csv')
  equal(placeOfExport('/p', 'a/b.csv'), '/p/a/b.csv')
})

test('ui --readonly writes nothing, whatever the folder is called now', async (t) => {
  const moved = `${clinic}-moved`
  renameSync(clinic, moved)
  t.after(() => renameSync(moved, clinic))
  const kept = join(moved, '.pintail/config.json')
  const before = readFileSync(kept, 'utf8')
  equal((await runInside(['ui', '--once', '--readonly'], moved)).status, 0)
  equal(readFileSync(kept, 'utf8'), before)
  equal((await runInside(['ui', '--once'], moved)).status, 0)
  match(readFileSync(kept, 'utf8'), new RegExp(basename(moved)))
})
