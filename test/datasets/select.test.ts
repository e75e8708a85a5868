// What select says of features, against numpy, pandas and scikit-learn; and odd columns, which are told by name.
import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { SelectReport, SelectRequest, Weighed } from '../../src/core/datasets.ts'
import { entropy, mutualInformation } from '../../src/datasets/information.ts'
import { open, type Pintail } from '../../src/pintail.ts'

const rows = 400

/** The generator of ANSI C, as a share of 1: the same numbers in any language. */
const shares = (seed: number) => {
  let state = BigInt(seed)
  return (): number => {
    state = (state * 1103515245n + 12345n) % 2147483648n
    return Number(state) / 2147483648
  }
}

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`

const world = (): { readonly facts: string[]; readonly labels: string[] } => {
  const share = shares(42)
  const facts = ['id,at,amount,sparse,half,flag,page,unique,constant,nothing']
  const labels = ['id,event_timestamp,bought,spend,word']
  for (let i = 0; i < rows; i++) {
    const [u, v, w, z] = [share(), share(), share(), share()]
    const amount = Math.floor(u * 1000) / 10
    const bought = u + v * 0.5 > 0.8 ? 1 : 0
    const spend = Math.floor((u * 100 + w * 30) * 100) / 100
    const pages = ['home', 'cart', 'blog', 'it\'s "odd"']
    const page = bought === 1 && z < 0.3 ? 'cart' : (pages[Math.floor(z * 4)] ?? '')
    const sparse = v > 0.9 ? Math.floor(v * 3) : 0
    const half = i % 2 === 1 ? '' : amount
    const flag = i % 7 === 0 ? '' : w > 0.5
    const known = i % 11 === 0 ? '' : quoted(page)
    facts.push([i, '2026-01-01T00:00:00Z', amount, sparse, half, flag, known, `u${i}`, 5, ''].join(','))
    labels.push([i, '2026-02-01T00:00:00Z', bought, spend, bought === 1 ? 'yes' : 'no'].join(','))
  }
  return { facts, labels }
}

const definitions = `
entities:
  thing: { keys: { id: int64 } }
  other: { keys: { other_id: int64 } }
sources:
  facts: { type: csv, path: facts.csv, timestamp: at, options: { types: { nothing: float64 } } }
  others: { type: csv, path: others.csv, timestamp: at }
views:
  known:
    entity: thing
    source: facts
    features:
      amount: amount
      double: amount * 2 + 1
      sparse: sparse
      half: half
      flag: flag
      page: page
      unique: '"unique"'
      constant: constant
      nothing: nothing
      odd: { sql: "CASE WHEN amount > 90 THEN 'nan' WHEN amount > 80 THEN 'inf' ELSE amount END", type: float64 }
      huge: { sql: "amount * 1e306", type: float64 }
      moment: '"at"'
      list: { sql: "[amount, 1.0]", type: "float64[]" }
  unread:
    entity: thing
    source: facts
    where: id > 1
    features: { late: amount }
  elsewhere:
    entity: other
    source: others
    features: { x: other_id + 1 }
`
const folder = mkdtempSync(join(tmpdir(), 'pintail-select-'))
const spine = { path: join(folder, 'labels.csv'), format: null }
let pintail: Pintail

before(async () => {
  const { facts, labels } = world()
  mkdirSync(join(folder, 'features'))
  writeFileSync(join(folder, 'pintail.yaml'), 'project: select\n')
  writeFileSync(join(folder, 'features/all.yaml'), definitions)
  writeFileSync(join(folder, 'facts.csv'), `${facts.join('\n')}\n`)
  writeFileSync(join(folder, 'others.csv'), 'other_id,at\n1,2026-01-01\n')
  writeFileSync(spine.path, `${labels.join('\n')}\n`)
  pintail = await open(folder)
  await pintail.apply()
  await pintail.ingest({ views: ['known'], full: false })
})

after(async () => {
  await pintail.close()
  rmSync(folder, { recursive: true, force: true })
})

const asked = (target: string, more: Partial<SelectRequest> = {}): Promise<SelectReport> =>
  pintail.select({ spine, target, features: ['known:*'], service: null, timestamp: null, knownAt: false, ...more })

type Reference = readonly [string, number, number | null, number | null, number, number]

/**
 * Feature, mutual information, Pearson's r, variance, coverage, distinct values: scikit-learn 1.9.1 (mutual_info_score
 * of classes by numpy.searchsorted over numpy.unique of numpy.quantile 0.1…0.9), pandas 3.1.1 (corr, var, notna, nunique).
 */
const references: Readonly<Record<string, readonly Reference[]>> = {
  bought: [
    ['amount', 0.4060941935994077, 0.7710046036247243, 824.6525137218044, 1, 336],
    ['double', 0.4060941935994077, 0.7710046036247243, 3298.6100548872178, 1, 336],
    ['sparse', 0.026545755381107053, 0.22872538106324897, 0.46092731829573935, 1, 2],
    ['half', 0.2182621191529668, 0.7893213491642074, 813.8639195979898, 0.5, 187],
    ['flag', 0.00553654524807512, -0.04021679905980654, 0.2506988389840682, 0.855, 2],
    ['page', 0.0923150864329175, null, null, 0.9075, 4],
    ['unique', 0.08471622673484902, null, null, 1, 400],
    ['constant', 0, null, 0, 1, 1],
  ],
  spend: [
    ['amount', 1.1290997275159427, 0.956508534190595, 824.6525137218044, 1, 336],
    ['sparse', 0.01877051256746024, 0.01758305748978439, 0.46092731829573935, 1, 2],
    ['half', 0.5982771296847548, 0.9549440332118656, 813.8639195979898, 0.5, 187],
    ['flag', 0.09581526008634528, 0.29162046921928125, 0.2506988389840682, 0.855, 2],
    ['page', 0.07530004556260739, null, null, 0.9075, 4],
    ['constant', 0, null, 0, 1, 1],
  ],
}

const near = (actual: number | null, expected: number | null, what: string): void => {
  if (actual === null || expected === null) assert.equal(actual, expected, what)
  else
    assert.ok(Math.abs(actual - expected) <= 1e-9 * Math.max(1, Math.abs(expected)), `${what}: ${actual} ${expected}`)
}

const one = ({ features }: SelectReport, name: string): Weighed =>
  features.find((it) => it.feature === `known:${name}`) ?? assert.fail(name)

for (const [target, expected] of Object.entries(references)) {
  test(`features told of ${target} as numpy, pandas and scikit-learn say`, async () => {
    const report = await asked(target)
    assert.equal(report.rows, rows)
    near(report.target.entropy, target === 'bought' ? 0.6870849202888889 : Math.LN10, 'entropy')
    assert.deepEqual([report.target.classes, report.target.binned], target === 'bought' ? [2, false] : [10, true])
    for (const [name, information, correlation, variance, coverage, distinct] of expected) {
      const it = one(report, name)
      near(it.information, information, `${name} information`)
      near(it.correlation, correlation, `${name} correlation`)
      near(it.variance, variance, `${name} variance`)
      assert.deepEqual([it.coverage, it.distinct], [coverage, distinct], name)
    }
    const order = report.features.map((it) => it.information)
    assert.deepEqual(
      order,
      order.toSorted((a, b) => b - a),
    )
  })
}

test('what is odd is said, and does no harm', async () => {
  const report = await asked('bought')
  const note = (name: string): string => one(report, name).note
  assert.equal(note('nothing'), 'all null')
  assert.equal(note('constant'), 'constant')
  assert.match(note('odd'), /^\d+ NaN$/)
  assert.equal(note('page'), 'no number')
  assert.equal(note('list'), 'no number')
  assert.equal(note('moment'), 'constant')
  const nothing = one(report, 'nothing')
  assert.deepEqual([nothing.coverage, nothing.distinct, nothing.information], [0, 0, 0])
  assert.equal(one(report, 'odd').coverage, 1)
  assert.ok((one(report, 'odd').correlation ?? 0) > 0.5, 'of the finite values')
  assert.ok(one(report, 'odd').information > 0.3)
  near(one(report, 'huge').correlation, one(report, 'amount').correlation, 'no square is too great')
})

test('features that say the same are told', async () => {
  const report = await asked('bought')
  const redundant = one(report, 'amount').redundant.map((it) => it.feature)
  assert.deepEqual(redundant.sort(), ['known:double', 'known:half', 'known:huge', 'known:odd'].sort())
  assert.deepEqual(one(report, 'flag').redundant, [])
  for (const { correlation } of one(report, 'double').redundant) near(correlation, 1, 'r')
})

test('a target in words has classes and no correlation; a target out of reach is told', async () => {
  const report = await asked('word')
  near(one(report, 'amount').information, 0.4060941935994077, 'information')
  assert.equal(one(report, 'amount').correlation, null)
  await assert.rejects(asked('bougth'), { code: 'bad_argument', fix: /did you mean "bought"/ })
  const path = join(folder, 'empty.csv')
  writeFileSync(path, 'id,event_timestamp,bought\n1,2026-02-01T00:00:00Z,\n')
  await assert.rejects(asked('bought', { spine: { path, format: null } }), { code: 'bad_spine_value' })
  writeFileSync(path, 'id,event_timestamp,bought\n1,2026-02-01T00:00:00Z,\n2,2026-02-01T00:00:00Z,1\n')
  const short = await asked('bought', { spine: { path, format: null } })
  assert.deepEqual([short.rows, short.notes], [1, ['1 row has no target and is left out']])
})

test('without features, all of the views that the spine has the keys of', async () => {
  const report = await asked('bought', { features: [] })
  assert.equal(report.features.length, 13)
  assert.match(report.notes.join(), /unread has no history yet/)
  const path = join(folder, 'keyless.csv')
  writeFileSync(path, 'nobody,event_timestamp,bought\n1,2026-02-01T00:00:00Z,1\n')
  await assert.rejects(asked('bought', { features: [], spine: { path, format: null } }), { code: 'missing_key' })
})

test('mutual information of small tables, by hand', () => {
  const cells = (...counts: number[]) => counts.map((n, i) => ({ x: i >> 1, y: i & 1, rows: n }))
  near(mutualInformation(cells(1, 0, 0, 1)), Math.log(2), 'one tells all of the other')
  near(mutualInformation(cells(2, 2, 3, 3)), 0, 'independent')
  near(mutualInformation(cells(1, 3, 3, 1)), 0.75 * Math.log(1.5) + 0.25 * Math.log(0.5), 'three in four')
  near(entropy([1, 1, 1, 1]), Math.log(4), 'entropy')
})
