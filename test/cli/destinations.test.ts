// Where may an answer not go, and what stays of what is there?
import { equal, match } from 'node:assert/strict'
import {
  copyFileSync,
  existsSync,
  linkSync,
  lstatSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { makeClinic, removeClinic } from './clinic.ts'
import { runInside } from './run-inside.ts'

const folder = await makeClinic()
after(() => removeClinic(folder))

const at = (name: string): string => join(folder, name)
const asked = ['historical', '--spine', 'data/labels.csv', '--features', 'cardiac:age_normalized']

test('an answer does not replace its spine, a file of a source or the state of the project', async () => {
  const [source = ''] = readdirSync(at('data')).filter((name) => name !== 'labels.csv')
  symlinkSync(at('data/labels.csv'), at('link.csv'))
  linkSync(at('data/labels.csv'), at('twin.csv'))
  for (const [args, output, said] of [
    [asked, 'data/labels.csv', /is the spine itself/],
    [asked, 'link.csv', /is the spine itself/],
    [asked, 'twin.csv', /is the spine itself/],
    [['export', 'cardiac'], `data/${source}`, /is a file of source/],
    [asked, '.pintail/registry.db', /where Pintail keeps its own/],
    [[...asked, '--format', 'csv'], '.pintail/new.csv', /where Pintail keeps its own/],
  ] as const) {
    const before = existsSync(at(output)) ? readFileSync(at(output), 'latin1') : null
    for (const format of ['csv', 'md']) {
      const { status, stderr } = await runInside([...args, '-o', output, '--format', format], folder)
      match(stderr, said)
      match(stderr, /bad_argument/)
      match(stderr, /fix {2}give another name with -o FILE/)
      equal(status, 2)
    }
    equal(existsSync(at(output)) ? readFileSync(at(output), 'latin1') : null, before, output)
  }
  const kept = ['dataset', 'create', 'over', ...asked.slice(1), '-o', 'data/labels.csv']
  match((await runInside(kept, folder)).stderr, /is the spine itself/)
  equal(existsSync(at('.pintail/datasets/over')), false)
})

test('a link stays a link: the file that it leads to is written, whether it is there yet or not', async () => {
  copyFileSync(at('data/labels.csv'), at('target.csv'))
  symlinkSync('target.csv', at('there.csv'))
  symlinkSync('later.csv', at('yet.csv'))
  symlinkSync('yet.csv', at('twice.csv'))
  symlinkSync('drawn.md', at('table.md'))
  for (const [link, target] of [
    ['there.csv', 'target.csv'],
    ['twice.csv', 'later.csv'],
    ['table.md', 'drawn.md'],
  ] as const) {
    equal((await runInside([...asked, '-o', link], folder)).status, 0)
    equal(lstatSync(at(link)).isSymbolicLink(), true)
    equal(lstatSync(at(target)).isFile(), true)
    match(readFileSync(at(target), 'utf8').split('\n')[0] ?? '', /age_normalized/)
  }
  equal(readdirSync(folder).filter((name) => name.endsWith('.partial')).length, 0)
})

test('a link that leads in a circle, and a folder that is a file, are no place', async () => {
  symlinkSync('b.csv', at('a.csv'))
  symlinkSync('a.csv', at('b.csv'))
  writeFileSync(at('flat'), '')
  for (const output of ['a.csv', 'flat/x.csv']) {
    const { status, stderr } = await runInside([...asked, '-o', output], folder)
    equal(status, 1)
    match(stderr, /output_unwritable[\s\S]*fix/)
  }
})
