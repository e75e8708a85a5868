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

/** What is known of the other side: the fine bins that this one is to be counted over, or how to choose them. */
export interface Against {
  /** Whether that side is counted over fine bins: then this one need not be looked at before. */
  readonly fine: boolean
  edges(): Float64Array
}

/** Column `v` of a relation, DOUBLE. What is too much to be sorted is counted over fine bins, unless it repeats itself. */
export const readNumbers = async (
  session: Session,
  relation: Relation,
  against: Against | null = null,
): Promise<Numbers> => {
  const { rows, present } = await countsOf(session, relation)
  const nulls = rows - present
  const given: Given = { ...relation, nulls }
  const seen = (finite: number): Seen => ({ rows, nulls, nonFinite: present - finite })
  const exactly = (sample: Sample): ExactNumbers => {
    return { ...seen(sample.total), exact: true, sample, moments: momentsOf(sample) }
  }
  if (present <= mostExactValues) return exactly(await sorted(session, given, present))
  const part = against?.fine === true ? null : await sampled(session, relation, present)
  // What repeats that much is grouped in no time.
  if (part !== null && part.values.length * 20 < part.total) return exactly(await grouped(session, relation))
  const counter = fineCounter(against?.edges() ?? fineEdgesOf(part ?? sampleOf([])))
  for await (const batch of valuesOf(session, given)) counter.add(batch.numbers(0))
  const fine = counter.result()
  return { ...seen(fine.total), exact: false, fine }
}

interface Given extends Relation {
  readonly nulls: number
}

const countsOf = async (
  session: Session,
  { sql, parameters }: Relation,
): Promise<{ rows: number; present: number }> => {
  const [row] = await session.rows(`SELECT count(*) AS rows, count(v) AS present FROM (\n${sql}\n)`, parameters)
  return { rows: Number(row?.rows ?? 0), present: Number(row?.present ?? 0) }
}

const valuesOf = (session: Session, { sql, parameters, nulls }: Given): AsyncIterable<Batch> =>
  session.batches(nulls === 0 ? sql : `SELECT v FROM (\n${sql}\n) WHERE v IS NOT NULL`, parameters)

const sorted = async (session: Session, relation: Given, present: number): Promise<Sample> => {
  const values = new Float64Array(present)
  let filled = 0
  for await (const batch of valuesOf(session, relation))
    for (const value of batch.numbers(0)) if (Number.isFinite(value)) values[filled++] = value
  return sampleOf(values.subarray(0, filled))
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
