// One definition is badly formed and another reads what is not there: are both told?
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PintailError } from '../../src/core/errors.ts'
import { open } from '../../src/pintail.ts'
import { temporaryFolder } from './temporary-project.ts'

const told = async (folder: string): Promise<string[]> => {
  const pintail = await open(folder)
  try {
    await pintail.plan()
    return []
  } catch (thrown) {
    assert.ok(thrown instanceof PintailError, String(thrown))
    return thrown.problems.map((problem) => `${problem.code} ${problem.at?.line}`)
  } finally {
    await pintail.close()
  }
}

const yaml = `
entities:
  thing: { keys: { k: int64 } }
sources:
  s: { type: csv, path: data.csv, timestamp: t }
views:
  v:
    entity: thing
    source: s
    features:
      a: nowhere + 1
      Bad-Name: x
      b: { sql: x, typ: int32 }
      c: b + 1
      d: min(x) OVER ()
      e: f
      f: e
  w:
    entity: thing
    source: s
    nonsense: 1
    features: { x: gone }
  u: { entity: nobody, source: s, features: { x: zzz } }
`

test('what is wrong with the form and with the expressions comes together, in the order of the file', async (t) => {
  const root = temporaryFolder(t, {
    'pintail.yaml': '',
    'features/v.yaml': yaml,
    'data.csv': 'k,t,x\n1,2026-01-01,1\n',
  })
  assert.deepEqual(await told(root), [
    'unknown_column 11',
    'bad_definition 12',
    'unknown_key 13',
    'batch_relative_expression 15',
    'circular_feature 16',
    'unknown_key 21',
  ])
})

test('a file that cannot be read hides no mistake of another', async (t) => {
  const good = yaml.replace(/ {6}Bad-Name[\s\S]*/, '')
  const root = temporaryFolder(t, {
    'pintail.yaml': '',
    'features/v.yaml': good,
    'features/x.yaml': 'views: [\n',
    'data.csv': 'k,t,x\n1,2026-01-01,1\n',
  })
  assert.deepEqual((await told(root)).map((it) => it.split(' ')[0]).sort(), ['bad_yaml', 'unknown_column'])
})
