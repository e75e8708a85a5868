// Which numbers are fitted, over which rows, in which order?
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { fitQueries, isFitted, withNumbers } from '../../src/aggregations/fitted.ts'
import { columnOf } from '../../src/core/versions.ts'
import { type Asked, asked, at, basic, project, rawRows, relations } from '../support/relations.ts'
import { columnsOf, openWorkshop, type Workshop } from '../support/workshop.ts'

describe('fitted numbers', () => {
  let workshop: Workshop
  before(async () => {
    workshop = await openWorkshop()
  })
  after(() => workshop.close())

  const from = rawRows(basic.s ?? {}, [
    { k: "'p'", t: at(1), x: '10', y: '1.0' },
    { k: "'p'", t: at(2), x: '20', y: "'nan'" },
    { k: "'q'", t: at(1), x: '30', y: "'inf'" },
    { k: "'q'", t: at(2), x: '50', y: '3.0' },
    { k: "'q'", t: at(3) },
    { k: "'q'", t: at(3), x: '-1', y: '0' },
    { t: at(3), x: '1000', y: '1000' },
    { k: "'q'", x: '1000', y: '1000' },
  ])

  const fitted = async (features: object): Promise<Asked> => {
    await workshop.apply(project({ view: { where: 'x IS NULL OR x > 0' }, features }), basic)
    const it = asked(workshop, 'v')
    const all = new Map(it.all)
    for (let round = 0; ; round += 1) {
      const wanted = it.wanted.map((feature) => all.get(feature.id) ?? feature)
      const queries = fitQueries({ rowSet: it.rowSet, columns: columnsOf(basic, 's'), from, wanted, all })
      if (queries.length === 0 || round > 5) return { ...it, wanted, all }
      for (const { sql, calls } of queries) {
        const [row = {}] = await workshop.session.rows(sql)
        for (const [i, { feature, call }] of calls.entries()) {
          const value = row[String(i)]
          const version = all.get(feature)
          if (typeof value === 'number' && version) all.set(feature, withNumbers(version, new Map([[call, value]])))
        }
      }
    }
  }

  const numbers = async (features: object): Promise<Record<string, number | null>> => {
    const { wanted, all } = await fitted(features)
    const versions = [...wanted, ...all.values()].filter((it) => it.status === 'current')
    return Object.fromEntries(versions.flatMap((it) => it.fits.map((fit) => [fit.call, fit.value])))
  }

  test('are taken over the rows the view has, without what is no number', async () => {
    const found = await numbers({
      a: 'fit_min(x) + fit_max(x) + fit_mean(x) + fit_stddev(x)',
      b: 'fit_quantile(x, 0.5) + fit_quantile(x, 0.1)',
      c: 'fit_min(y) + fit_max(y) + fit_mean(y)',
    })
    assert.equal(found['fit_min(x)'], 10)
    assert.equal(found['fit_max(x)'], 50)
    assert.equal(found['fit_mean(x)'], 27.5)
    assert.ok(Math.abs((found['fit_stddev(x)'] ?? 0) - 17.078251276599332) < 1e-12)
    assert.equal(found['fit_quantile(x, 0.5)'], 25)
    assert.equal(found['fit_quantile(x, 0.1)'], 13)
    assert.deepEqual([found['fit_min(y)'], found['fit_max(y)'], found['fit_mean(y)']], [1, 3, 2])
  })

  test('of features that have fitted numbers themselves come in rounds', async () => {
    const it = await fitted({
      scaled: { minMax: 'x' },
      again: { standardize: 'scaled' },
      twice: 'fit_max(x - fit_mean(x))',
    })
    assert.ok(it.wanted.every(isFitted))
    const rows = (await relations(workshop, it, basic, 's', from))[0]?.rows ?? []
    assert.deepEqual(
      rows.slice(0, 4).map((row) => row['scaled@1']),
      [0, 0.25, 0.5, 1],
    )
    assert.equal(rows[0]?.['twice@1'], 22.5)
    const again = rows.slice(0, 4).map((row) => Number(row['again@1']))
    assert.ok(Math.abs(again.reduce((sum, value) => sum + value, 0)) < 1e-12)
  })

  test('stay open where there is nothing to fit to', async () => {
    const { wanted } = await fitted({ a: 'x - fit_min(CASE WHEN x > 1e6 THEN x END)' })
    assert.equal(wanted[0]?.fits[0]?.value, null)
    const [row] = (await relations(workshop, { ...asked(workshop, 'v') }, basic, 's', from))[0]?.rows ?? []
    assert.equal(row?.[columnOf(wanted[0] ?? assert.fail())], null)
  })

  test('buckets are counted from 0 below the first edge, null of null', async () => {
    const it = await fitted({ fixed: { bucketize: 'x', edges: [20, 50] }, fit: { bucketize: 'x', bins: 2 } })
    const rows = (await relations(workshop, it, basic, 's', from))[0]?.rows ?? []
    assert.deepEqual(
      rows.slice(0, 5).map((row) => [row['fixed@1'], row['fit@1']]),
      [
        [0, 0],
        [1, 0],
        [1, 1],
        [2, 1],
        [null, null],
      ],
    )
  })
})
