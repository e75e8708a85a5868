// How far are two sides apart? Every figure of a report for one feature, before its verdict.
import type { DriftBin, FeatureDrift } from '../core/drift.ts'
import { readParquet, type Session } from '../offline/offline-store.ts'
import { quoteName } from '../sql/quote.ts'
import { render } from '../sql/render.ts'
import type { Relation } from './population.ts'
import { countsIn, fineOf, type NumericBase, type NumericSide, type Tally } from './sides.ts'
import { binLabels, otherBin } from './statistics/bins.ts'
import { chiSquare } from './statistics/chi-square.ts'
import { gapOf, jensenShannon, linf, psi } from './statistics/distances.ts'
import { type EvidentlyTest, evidentlyTest, pairsOf } from './statistics/evidently.ts'
import { fineGap } from './statistics/fine-bins.ts'
import { ksTest } from './statistics/ks.ts'
import { existing } from './statistics/sample.ts'

type Distances = Pick<
  FeatureDrift,
  | 'psi'
  | 'js'
  | 'ks'
  | 'ks_pvalue'
  | 'ks_pvalue_method'
  | 'wasserstein'
  | 'wasserstein_norm'
  | 'chi2'
  | 'chi2_pvalue'
  | 'linf'
  | 'new_values'
  | 'lost_values'
  | 'bins'
>

export interface Figures extends Distances {
  readonly baseline: Tally
  readonly current: Tally
  /** Over both sides; from 3 on it may be more. */
  readonly distinct: number
  readonly evidently: EvidentlyTest | null
  readonly note: string | null
}

export const numericFigures = (base: NumericBase, side: NumericSide): Figures => {
  const current = countsIn(base, side)
  const fine = fineOf(base, side)
  const gap = fine !== null ? fineGap(...fine) : exactGap(base, side)
  const test = gap && ksTest(gap.scaled, base.values, side.values)
  const chi2 = chiSquare(base.counts, current)
  const { deviation } = base.moments
  const wasserstein = gap?.wasserstein ?? null
  const labels = binLabels(base.bins)
  const distinct = distinctOf(base, side)
  const exact = base.held.exact && side.held.exact
  return {
    baseline: base,
    current: side,
    distinct,
    psi: psi(base.counts, current),
    js: jensenShannon(base.counts, current),
    ks: gap?.ks ?? null,
    ks_pvalue: test?.p ?? null,
    ks_pvalue_method: test === null ? null : fine !== null ? 'binned' : test.method,
    wasserstein,
    wasserstein_norm:
      wasserstein === null || deviation === null || deviation === 0 ? null : existing(wasserstein / deviation),
    chi2: chi2?.statistic ?? null,
    chi2_pvalue: chi2?.p ?? null,
    linf: null,
    new_values: [],
    lost_values: [],
    bins: labels.map((label, i): DriftBin => ({ label, baseline: base.counts[i] ?? 0, current: current[i] ?? 0 })),
    evidently: evidentlyTest({
      kind: 'numeric',
      baseline: base.values,
      distinct,
      pairs: base.held.exact && side.held.exact && distinct <= 5 ? pairsOf(base.held.sample, side.held.sample) : [],
      ksP: test?.p ?? null,
      wasserstein,
      deviation,
    }),
    note: exact ? null : 'ks and wasserstein are of 10 000 bins: there are more values than are compared one by one',
  }
}

const exactGap = (base: NumericSide, side: NumericSide) =>
  base.held.exact && side.held.exact ? gapOf(base.held.sample, side.held.sample) : null

const distinctOf = ({ held: a }: NumericSide, { held: b }: NumericSide): number => {
  if (!a.exact || !b.exact) return Number.POSITIVE_INFINITY
  const least = Math.max(a.sample.values.length, b.sample.values.length)
  return least > 20 ? least : new Set([...a.sample.values, ...b.sample.values]).size
}

/** A report lists so many bins, and so many new or lost values; figures count all. */
const mostListed = 100

export interface TextBase extends Tally {
  /** SQL of a relation `value, count`; null: there are no values. */
  readonly relation: string | null
}

const pairsTable = 'drift_pairs'
const countsTable = 'drift_counts'
const noValues = '(SELECT NULL::VARCHAR AS value, NULL::BIGINT AS count WHERE false)'

/** A bin for each of the baseline's values and one for all others. */
export const textFigures = async (session: Session, base: TextBase, current: Relation): Promise<Figures> => {
  const side = await countTexts(session, current, countsTable)
  const slots = { table: pairsTable, baseline: base.relation ?? noValues, current: countsTable }
  await session.run(render('monitoring/drift-pairs', slots))
  const [p, q, evident] = await countsOfPairs(session)
  const chi2 = chiSquare(p, q)
  const names = (where: string, order: string): Promise<string[]> => namesIn(session, where, order)
  const fresh = await names('b = 0', 'c')
  const lost = await names('c = 0', 'b')
  return {
    baseline: base,
    current: side,
    distinct: evident.length,
    psi: psi(p, q),
    js: jensenShannon(p, q),
    ks: null,
    ks_pvalue: null,
    ks_pvalue_method: null,
    wasserstein: null,
    wasserstein_norm: null,
    chi2: chi2?.statistic ?? null,
    chi2_pvalue: chi2?.p ?? null,
    linf: linf(p, q),
    new_values: fresh,
    lost_values: lost,
    bins: await binsOfPairs(session, p.length - 1, q.at(-1) ?? 0),
    evidently:
      base.values === 0 || side.values === 0
        ? null
        : evidentlyTest({
            kind: 'categorical',
            baseline: base.values,
            distinct: evident.length,
            pairs: evident,
            ksP: null,
            wasserstein: null,
            deviation: null,
          }),
    note: await listedNote(session, p.length - 1),
  }
}

/** Counts each text once into a table `value, count`, nulls apart. */
export const countTexts = async (session: Session, { sql, parameters }: Relation, table: string): Promise<Tally> => {
  await session.run(render('monitoring/drift-counts', { table, relation: sql }), parameters)
  const [row] = await session.rows(
    `SELECT coalesce(sum(count), 0)::DOUBLE AS rows, coalesce(sum(count) FILTER (value IS NOT NULL), 0)::DOUBLE AS present FROM ${table}`,
  )
  const [rows, values] = [Number(row?.rows ?? 0), Number(row?.present ?? 0)]
  return { rows, nulls: rows - values, nonFinite: 0, values }
}

type Pairs = (readonly [number, number])[]

/** Counts over the baseline's values with all others last, and those of each value of either side. */
const countsOfPairs = async (session: Session): Promise<[number[], number[], Pairs]> => {
  const [p, q, all]: [number[], number[], Pairs] = [[], [], []]
  let others = 0
  for await (const batch of session.batches(`SELECT b, c FROM ${pairsTable} ORDER BY b DESC, value`)) {
    const [then, now] = [batch.numbers(0), batch.numbers(1)]
    then.forEach((b, i) => {
      const c = now[i] ?? 0
      all.push([b, c])
      if (b === 0) others += c
      else {
        p.push(b)
        q.push(c)
      }
    })
  }
  return [[...p, 0], [...q, others], all]
}

const namesIn = async (session: Session, where: string, order: string): Promise<string[]> => {
  const text = `SELECT value FROM ${pairsTable} WHERE ${where} ORDER BY ${quoteName(order)} DESC, value LIMIT ${mostListed}`
  return (await session.rows(text)).map((row) => String(row.value))
}

const binsOfPairs = async (session: Session, distinct: number, others: number): Promise<DriftBin[]> => {
  const text = `SELECT value, b, c FROM ${pairsTable} WHERE b > 0 ORDER BY b DESC, value LIMIT ${mostListed}`
  const listed = (await session.rows(text)).map(
    (row): DriftBin => ({ label: String(row.value), baseline: Number(row.b), current: Number(row.c) }),
  )
  const other: DriftBin = { label: otherBin, baseline: 0, current: others }
  if (distinct <= mostListed) return [...listed, other]
  const [rest] = await session.rows(
    `SELECT sum(b) AS b, sum(c) AS c FROM (SELECT b, c FROM ${pairsTable} WHERE b > 0 ORDER BY b DESC, value OFFSET ${mostListed})`,
  )
  const label = `${distinct - mostListed} more values`
  return [...listed, { label, baseline: Number(rest?.b ?? 0), current: Number(rest?.c ?? 0) }, other]
}

const listedNote = async (session: Session, distinct: number): Promise<string | null> => {
  const [row] = await session.rows(
    `SELECT count(*) FILTER (b = 0) AS fresh, count(*) FILTER (c = 0) AS lost FROM ${pairsTable}`,
  )
  const [fresh, lost] = [Number(row?.fresh ?? 0), Number(row?.lost ?? 0)]
  const cut = [
    ...(distinct > mostListed ? [`${distinct} values`] : []),
    ...(fresh > mostListed ? [`${fresh} new ones`] : []),
    ...(lost > mostListed ? [`${lost} lost ones`] : []),
  ]
  return cut.length === 0 ? null : `${cut.join(', ')}; ${mostListed} of each are listed, the figures count all`
}

/** The relation of a file of values. */
export const valuesIn = (path: string | null): string | null => (path === null ? null : readParquet([path]))
