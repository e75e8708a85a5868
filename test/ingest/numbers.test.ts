// Numbers with nan and inf among them: which type has their column, and who is told?
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bench, definitions } from './bench.ts'

const file = (xs: readonly string[]): string =>
  ['id,at,x', ...xs.map((x, i) => `${i + 1},2026-01-01T00:00:00Z,${x}`), ''].join('\n')

const cases: readonly (readonly [string, readonly string[], 'float64' | 'string', boolean])[] = [
  ['a first value of -inf', ['-inf', '1.5', '', 'nan'], 'float64', true],
  ['+inf', ['2', '+inf', '-Infinity', 'NaN'], 'float64', true],
  ['nan and inf as DuckDB sniffs them', ['1', 'NaN', 'inf'], 'float64', false],
  ['words alone', ['+inf', '-inf'], 'string', false],
  ['another word', ['-inf', '1.5', 'none'], 'string', false],
  ['numbers with signs that no cast reads', ['-inf', '1.5', '1,5'.replace(',', "'")], 'string', false],
]

for (const [name, xs, type, told] of cases)
  test(`${name}: ${type}`, async (t) => {
    const it = await bench(t, file(xs))
    it.write('features/view.yaml', definitions().replaceAll('rows', 'lines'))
    const { changes } = await it.pintail.apply()
    const source = changes.find((change) => change.kind === 'source' && change.name === 'lines')
    assert.equal(/column x is float64: its nan and inf are numbers/.test(source?.why.join() ?? ''), told)
    const [view] = it.pintail.list({ what: 'features', view: 'view' })
    assert.equal(view?.type, type)
    if (type === 'float64') assert.equal((await it.ingest()).rows.landed, xs.length)
    assert.deepEqual((await it.pintail.plan()).changes, [])
  })
