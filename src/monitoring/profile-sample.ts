// What are the figures of a few numbers? Read once and sorted here, which spares the engine hundreds of aggregates.
import type { EngineRow, Session } from '../offline/offline-store.ts'
import type { Asked } from './profile-figures.ts'
import { shares } from './profile-figures.ts'
import { type Bins, binCounts, binsOf } from './statistics/bins.ts'
import { momentsOf, quantilesOf, type Sample, sampleOf } from './statistics/sample.ts'

/** Up to so many rows. */
export const mostRead = 200_000

export interface Binned {
  readonly it: Asked
  readonly bins: Bins
  readonly counts: readonly number[]
}

export interface NumberFigures {
  /** As the engine would name and give them. */
  readonly row: EngineRow
  readonly binned: readonly Binned[]
}

/** `sql` gives the numbers of each, a column each in their order. */
export const figuresOf = async (
  session: Session,
  asked: readonly Asked[],
  sql: string,
  parameters: Parameters<Session['batches']>[1],
): Promise<NumberFigures> => {
  const numbers = asked.map((): Float64Array[] => [])
  for await (const batch of session.batches(sql, parameters))
    for (const [i, parts] of numbers.entries()) parts.push(batch.numbers(i))
  const row: Record<string, EngineRow[string]> = {}
  const binned: Binned[] = []
  for (const [i, it] of asked.entries()) {
    const sample = sampleOf(valuesIn(numbers[i] ?? []))
    for (const [name, value] of Object.entries(figures(sample))) row[`${it.value}_${name}`] = value
    if (sample.total === 0) continue
    const bins = it.bins?.bins ?? binsOf(sample)
    binned.push({ it, bins, counts: binCounts(bins, sample) })
  }
  return { row, binned }
}

function* valuesIn(parts: readonly Float64Array[]): Iterable<number> {
  for (const part of parts) yield* part
}

const figures = (sample: Sample): EngineRow => {
  const { mean, deviation } = momentsOf(sample)
  const { total } = sample
  return {
    finite: total,
    distinct: sample.values.length,
    mean,
    stddev: deviation === null || total < 2 ? null : deviation * Math.sqrt(total / (total - 1)),
    quantiles: quantilesOf(sample, ascending).map((_, i, all) => all[ascending.indexOf(shares[i] ?? 0)] ?? null),
  }
}

const ascending = shares.toSorted((a, b) => a - b)
