// Which numbers are there? Read once, a batch at a time: sorted where they are few enough, else counted over fine bins.
import type { Batch, Session } from '../offline/offline-store.ts'
import type { Relation } from './population.ts'
import { type FineCounts, fineCounter, fineEdgesOf } from './statistics/fine-bins.ts'
import { type Moments, momentsOf, type Sample, sampleOf } from './statistics/sample.ts'

/** Up to so many values a side, figures are exact. */
export const mostExactValues = 2_000_000

export interface Seen {
  readonly rows: number
  readonly nulls: number
  readonly nonFinite: number
}

export interface ExactNumbers extends Seen {
  readonly exact: true
  readonly sample: Sample
  readonly moments: Moments
}

export interface FineNumbers extends Seen {
  readonly exact: false
  readonly fine: FineCounts
}

export type Numbers = ExactNumbers | FineNumbers

/**
 * Column `v` of a relation, DOUBLE. `edges` says which fine bins to count over where there are too many values to sort;
 * null: they are chosen here, from a sample. `always` counts even a few.
 */
export const readNumbers = async (
  session: Session,
  relation: Relation,
  edges: (() => Float64Array) | null = null,
): Promise<Numbers> => {
  const seen = await countsOf(session, relation)
  const finite = seen.rows - seen.nulls - seen.nonFinite
  const exactly = (sample: Sample): ExactNumbers => ({ ...seen, exact: true, sample, moments: momentsOf(sample) })
  if (finite <= mostExactValues) return exactly(await sorted(session, relation, finite))
  const part = await sampled(session, relation, finite)
  // What repeats that much is grouped in no time.
  if (part.values.length * 20 < part.total) return exactly(await grouped(session, relation))
  const counter = fineCounter(edges?.() ?? fineEdgesOf(part))
  for await (const batch of valuesOf(session, relation)) counter.add(batch.numbers(0))
  return { ...seen, exact: false, fine: counter.result() }
}

const countsOf = async (session: Session, { sql, parameters }: Relation): Promise<Seen> => {
  const [row] = await session.rows(
    `SELECT count(*) AS rows, count(v) AS present, count(*) FILTER (isfinite(v)) AS finite FROM (\n${sql}\n)`,
    parameters,
  )
  const [rows, present, finite] = [Number(row?.rows ?? 0), Number(row?.present ?? 0), Number(row?.finite ?? 0)]
  return { rows, nulls: rows - present, nonFinite: present - finite }
}

const valuesOf = (session: Session, { sql, parameters }: Relation): AsyncIterable<Batch> =>
  session.batches(`SELECT v FROM (\n${sql}\n) WHERE v IS NOT NULL`, parameters)

const sorted = async (session: Session, relation: Relation, finite: number): Promise<Sample> => {
  const values = new Float64Array(finite)
  let filled = 0
  for await (const batch of valuesOf(session, relation))
    for (const value of batch.numbers(0)) if (Number.isFinite(value)) values[filled++] = value
  return sampleOf(values)
}

/** About 200 000 of the values. */
const sampled = async (session: Session, { sql, parameters }: Relation, finite: number): Promise<Sample> => {
  const percent = Math.min(100, 20_000_000 / finite).toFixed(4)
  const values: number[] = []
  const text = `SELECT v FROM (\n${sql}\n) WHERE isfinite(v) USING SAMPLE ${percent} PERCENT (system, 1)`
  for await (const batch of session.batches(text, parameters)) values.push(...batch.numbers(0))
  return sampleOf(values)
}

const grouped = async (session: Session, { sql, parameters }: Relation): Promise<Sample> => {
  const text = `SELECT v, count(*)::DOUBLE AS n FROM (\n${sql}\n) WHERE isfinite(v) GROUP BY v ORDER BY v`
  return readSample(session.batches(text, parameters))
}

/** Of ascending distinct values in the first column and their counts in the second. */
export const readSample = async (batches: AsyncIterable<Batch>): Promise<Sample> => {
  const values: Float64Array[] = []
  const counts: Float64Array[] = []
  let total = 0
  for await (const batch of batches) {
    const some = batch.numbers(1)
    values.push(batch.numbers(0))
    counts.push(some)
    for (const count of some) total += count
  }
  return { values: joined(values), counts: joined(counts), total }
}

const joined = (parts: readonly Float64Array[]): Float64Array => {
  const whole = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
