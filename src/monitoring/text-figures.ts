// How far are two sets of texts apart? Counted by the engine, or here where they are few; one bin for each known text.
import type { DriftBin } from '../core/drift.ts'
import { readParquet, type Session } from '../offline/offline-store.ts'
import { quoteName } from '../sql/quote.ts'
import { render } from '../sql/render.ts'
import type { Figures } from './figures.ts'
import type { Relation } from './population.ts'
import type { Tally } from './sides.ts'
import { otherBin } from './statistics/bins.ts'
import { chiSquare } from './statistics/chi-square.ts'
import { jensenShannon, linf, psi } from './statistics/distances.ts'
import { evidentlyTest } from './statistics/evidently.ts'

/** A report lists so many bins, and so many new or lost values; figures count all. */
const mostListed = 100

export interface TextBase extends Tally {
  /** SQL of a relation `value, count`; null: there are no values. */
  readonly relation: string | null
}

const pairsTable = 'drift_pairs'
const countsTable = 'drift_counts'
const noValues = '(SELECT NULL::VARCHAR AS value, NULL::BIGINT AS count WHERE false)'

/** How often each text occurs on either side. */
interface Pairs {
  /** Those of the baseline, the most frequent first, then those that are new. */
  readonly counts: readonly (readonly [number, number])[]
  /** The first of each, by name. */
  readonly known: readonly string[]
  readonly fresh: readonly string[]
  readonly lost: readonly string[]
}

/** A bin for each of the baseline's values and one for all others. */
export const textFigures = async (session: Session, base: TextBase, current: Relation): Promise<Figures> => {
  const side = await countTexts(session, current, countsTable)
  const slots = { table: pairsTable, baseline: base.relation ?? noValues, current: countsTable }
  await session.run(render('monitoring/drift-pairs', slots))
  return figuresOf(base, side, {
    counts: await countsOfPairs(session),
    known: await namesIn(session, 'b > 0', 'b'),
    fresh: await namesIn(session, 'b = 0', 'c'),
    lost: await namesIn(session, 'c = 0', 'b'),
  })
}

export type TextCounts = ReadonlyMap<string, number>

/** As {@link textFigures}, of texts that are few. */
export const fewTextsFigures = (base: Tally, then: TextCounts, side: Tally, now: TextCounts): Figures => {
  const ordered = (counts: Iterable<[string, number]>): [string, number][] =>
    [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
  const known = ordered(then)
  const fresh = ordered([...now].filter(([text]) => !then.has(text)))
  const named = (some: readonly [string, number][]): string[] => some.slice(0, mostListed).map(([text]) => text)
  return figuresOf(base, side, {
    counts: [
      ...known.map(([text, count]) => [count, now.get(text) ?? 0] as const),
      ...fresh.map(([, count]) => [0, count] as const),
    ],
    known: named(known),
    fresh: named(fresh),
    lost: named(known.filter(([text]) => !now.has(text))),
  })
}

const figuresOf = (base: Tally, side: Tally, pairs: Pairs): Figures => {
  const old = pairs.counts.filter(([b]) => b > 0)
  const others = pairs.counts.reduce((sum, [b, c]) => (b > 0 ? sum : sum + c), 0)
  const [p, q] = [
    [...old.map(([b]) => b), 0],
    [...old.map(([, c]) => c), others],
  ]
  const chi2 = chiSquare(p, q)
  return {
    baseline: base,
    current: side,
    distinct: pairs.counts.length,
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
    new_values: pairs.fresh,
    lost_values: pairs.lost,
    bins: binsOf(old, pairs.known, others),
    evidently:
      base.values === 0 || side.values === 0
        ? null
        : evidentlyTest({
            kind: 'categorical',
            baseline: base.values,
            distinct: pairs.counts.length,
            pairs: pairs.counts,
            ksP: null,
            wasserstein: null,
            deviation: null,
          }),
    note: listedNote(pairs),
  }
}

const binsOf = (old: Pairs['counts'], known: readonly string[], others: number): DriftBin[] => {
  const listed = known.map((label, i): DriftBin => ({ label, baseline: old[i]?.[0] ?? 0, current: old[i]?.[1] ?? 0 }))
  const rest = old.slice(known.length)
  const sum = (side: 0 | 1): number => rest.reduce((all, pair) => all + pair[side], 0)
  const more = { label: `${rest.length} more values`, baseline: sum(0), current: sum(1) }
  return [...listed, ...(rest.length === 0 ? [] : [more]), { label: otherBin, baseline: 0, current: others }]
}

const listedNote = ({ counts }: Pairs): string | null => {
  const [old, fresh, lost] = [0, 0, 0].map((_, i) =>
    counts.reduce((sum, [b, c]) => sum + Number([b > 0, b === 0, c === 0][i]), 0),
  )
  const cut = [...told(old, 'values'), ...told(fresh, 'new ones'), ...told(lost, 'lost ones')]
  return cut.length === 0 ? null : `${cut.join(', ')}; ${mostListed} of each are listed, the figures count all`
}

const told = (count: number | undefined, noun: string): string[] =>
  (count ?? 0) > mostListed ? [`${count} ${noun}`] : []

/** Counts each text once into a table `value, count`, nulls apart. */
export const countTexts = async (session: Session, { sql, parameters }: Relation, table: string): Promise<Tally> => {
  await session.run(render('monitoring/drift-counts', { table, relation: sql }), parameters)
  const [row] = await session.rows(
    `SELECT coalesce(sum(count), 0)::DOUBLE AS rows, coalesce(sum(count) FILTER (value IS NOT NULL), 0)::DOUBLE AS present FROM ${table}`,
  )
  const [rows, values] = [Number(row?.rows ?? 0), Number(row?.present ?? 0)]
  return { rows, nulls: rows - values, nonFinite: 0, values }
}

const countsOfPairs = async (session: Session): Promise<(readonly [number, number])[]> => {
  const all: (readonly [number, number])[] = []
  for await (const batch of session.batches(`SELECT b, c FROM ${pairsTable} ORDER BY b DESC, value`)) {
    const [then, now] = [batch.numbers(0), batch.numbers(1)]
    then.forEach((b, i) => {
      all.push([b, now[i] ?? 0])
    })
  }
  return all
}

const namesIn = async (session: Session, where: string, order: string): Promise<string[]> => {
  const text = `SELECT value FROM ${pairsTable} WHERE ${where} ORDER BY ${quoteName(order)} DESC, value LIMIT ${mostListed}`
  return (await session.rows(text)).map((row) => String(row.value))
}

/** The relation of a file of values, or of one place in it. */
export const valuesIn = (path: string | null, place: number | null = null): string | null => {
  if (path === null) return null
  const file = readParquet([path])
  return place === null ? file : `(SELECT text AS value, count FROM ${file} WHERE place = ${place})`
}
