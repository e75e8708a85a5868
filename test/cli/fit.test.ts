// Does `fit` say what it made, and what to a program?
import { deepEqual, equal, match } from 'node:assert/strict'
import { appendFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { fitLines, fitSheet } from '../../src/cli/present/fit.ts'
import { plain } from '../../src/cli/style.ts'
import type { FitReport } from '../../src/core/refitting.ts'
import { makeClinic, removeClinic } from './clinic.ts'
import { runInside } from './run-inside.ts'

describe('a fit', () => {
  const report: FitReport = {
    view: 'shop',
    until: 1_751_241_600_000_000n,
    run: 7,
    versions: {
      view: { name: 'shop', from: 1, to: 2, why: [] },
      features: [
        { name: 'shop:clicked', from: 1, to: 2, why: ['new category "Buy"', 'into __other__ "Cart"'] },
        { name: 'shop:scaled', from: 3, to: 4, why: ['fit_max(x) 3 → 5'] },
      ],
      services: [{ name: 'model', from: 1, to: 2, why: ['changed shop:scaled'] }],
    },
    phases: { fit: 200, compute: 300 },
  }

  it('has a line a version', () =>
    deepEqual(fitLines(report, plain), [
      '~  view     shop          v1 → v2',
      '~  feature  shop:clicked  v1 → v2  new category "Buy", into __other__ "Cart"',
      '~  feature  shop:scaled   v3 → v4  fit_max(x) 3 → 5',
      '~  service  model         v1 → v2  changed shop:scaled',
      '',
      'fitted anew up to 2025-06-30T00:00:00Z: 2 features in 500 ms, run 7; the versions before stay as they were',
    ]))
  it('is rows to a program', () =>
    deepEqual(
      fitSheet(report).rows.map((row) => row.slice(0, 4)),
      [
        ['view', 'shop', 1, 2],
        ['feature', 'shop:clicked', 1, 2],
        ['feature', 'shop:scaled', 3, 4],
        ['service', 'model', 1, 2],
      ],
    ))
})

describe('pintail fit', () => {
  let folder = ''
  before(async () => {
    folder = await makeClinic()
  })
  after(() => removeClinic(folder))

  it('says so where nothing comes out otherwise, and records no version', async () => {
    const shown = await runInside(['fit', 'cardiac', '--format', 'table'], folder)
    match(shown.stdout, /^nothing new: every number and category of cardiac comes out as it is\n$/)
    const piped = await runInside(['fit', 'cardiac'], folder)
    deepEqual([piped.status, piped.stdout], [0, ''])
    match(piped.stderr, /nothing new/)
  })

  it('makes versions of what later rows changed', async () => {
    appendFileSync(join(folder, 'data', 'visits.csv'), oldest(folder))
    equal((await runInside(['ingest'], folder)).status, 0)
    const { status, stdout } = await runInside(['fit', 'cardiac'], folder)
    equal(status, 0)
    const rows = stdout
      .trimEnd()
      .split('\n')
      .map((row) => JSON.parse(row))
    deepEqual(rows[0], { kind: 'view', name: 'cardiac', from: 1, to: 2, why: [] })
    match(JSON.stringify(rows), /"cardiac:age_normalized".*fit_max\(age\) \d+ → 120/)
    deepEqual(JSON.parse((await runInside(['ingest'], folder)).stdout).run, null)
  })

  it('wants a view', async () => equal((await runInside(['fit'], folder)).status, 2))
})

/** A last line of the visits again, of someone older than all. */
const oldest = (folder: string): string => {
  const [head = '', ...lines] = readFileSync(join(folder, 'data', 'visits.csv'), 'utf8')
    .trimEnd()
    .split('\n')
  const age = head.split(',').indexOf('age')
  const cells = (lines.at(-1) ?? '').split(',')
  return `${cells.with(age, '120').join(',')}\n`
}
