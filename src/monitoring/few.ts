// What if there are few rows? All features of them are read in one go, as a question for each would cost more than it asks.
import type { Session } from '../offline/offline-store.ts'
import { quoteText } from '../sql/quote.ts'
import { render } from '../sql/render.ts'
import type { WatchedMember } from './members.ts'
import type { Relation } from './population.ts'
import { type NumericSide, sideOf, type Tally } from './sides.ts'
import { momentsOf, type Sample, sampleOf } from './statistics/sample.ts'
import type { TextCounts } from './text-figures.ts'

/** Rows times features. */
export const fewCells = 400_000

export type FewValues =
  | { readonly kind: 'numeric'; readonly side: NumericSide }
  | { readonly kind: 'categorical'; readonly tally: Tally; readonly counts: TextCounts }

/** Of a relation with one column for each member; null where there are too many rows. */
export const readFew = async (
  session: Session,
  { sql, parameters }: Relation,
  members: readonly WatchedMember[],
): Promise<ReadonlyMap<WatchedMember, FewValues> | null> => {
  const [row] = await session.rows(`SELECT count(*) AS rows FROM (\n${sql}\n)`, parameters)
  if (Number(row?.rows ?? 0) * members.length > fewCells) return null
  const columns = members.map((): unknown[] => [])
  for await (const batch of session.batches(sql, parameters))
    for (const [i, column] of columns.entries()) for (const value of batch.column(i)) column.push(value)
  return new Map(members.map((member, i) => [member, valuesOf(member, columns[i] ?? [])]))
}

const valuesOf = ({ kind }: WatchedMember, column: readonly unknown[]): FewValues => {
  const rows = column.length
  if (kind === 'numeric') {
    const numbers = column.filter((it) => typeof it === 'number')
    const sample = sampleOf(numbers)
    const seen = { rows, nulls: rows - numbers.length, nonFinite: numbers.length - sample.total }
    return { kind, side: sideOf({ ...seen, exact: true, sample, moments: momentsOf(sample) }) }
  }
  const counts = new Map<string, number>()
  let values = 0
  for (const it of column) {
    if (typeof it !== 'string') continue
    values += 1
    counts.set(it, (counts.get(it) ?? 0) + 1)
  }
  return { kind, tally: { rows, nulls: rows - values, nonFinite: 0, values }, counts }
}

/** Values of several features in one file, told apart by their place. */
export const writeFew = async (session: Session, all: readonly FewValues[], path: string): Promise<void> => {
  const [places, values, texts, counts]: [number[], (number | null)[], (string | null)[], number[]] = [[], [], [], []]
  const add = (place: number, value: number | null, text: string | null, count: number): void => {
    places.push(place)
    values.push(value)
    texts.push(text)
    counts.push(count)
  }
  for (const [place, it] of all.entries()) {
    if (it.kind === 'categorical') for (const [text, count] of it.counts) add(place, null, text, count)
    else if (it.side.held.exact) {
      const { sample } = it.side.held
      sample.values.forEach((value, i) => {
        add(place, value, null, sample.counts[i] ?? 0)
      })
    }
  }
  const table = 'few_values'
  await session.run(render('monitoring/drift-few-values', { table }), {
    places: JSON.stringify(places),
    values: JSON.stringify(values),
    texts: JSON.stringify(texts),
    counts: JSON.stringify(counts),
  })
  await session.run(`COPY ${table} TO ${quoteText(path)} (FORMAT parquet, COMPRESSION zstd)`)
}

export interface FewRead {
  readonly sample: Sample
  readonly counts: TextCounts
}

interface Written {
  readonly values: number[]
  readonly numbers: number[]
  readonly counts: Map<string, number>
}

const nothing = (): Written => ({ values: [], numbers: [], counts: new Map() })

/** What {@link writeFew} wrote, by place. */
export const readWritten = async (session: Session, path: string): Promise<ReadonlyMap<number, FewRead>> => {
  const found = new Map<number, Written>()
  const text = `SELECT place::DOUBLE AS place, coalesce(value, 0) AS value, count::DOUBLE AS count, text FROM read_parquet(${quoteText(path)})`
  for await (const batch of session.batches(text)) {
    const [places, values, counts] = [batch.numbers(0), batch.numbers(1), batch.numbers(2)]
    batch.column(3).forEach((it, i) => {
      const place = places[i] ?? 0
      const own = found.get(place) ?? nothing()
      found.set(place, own)
      if (typeof it === 'string') own.counts.set(it, counts[i] ?? 0)
      else {
        own.values.push(values[i] ?? 0)
        own.numbers.push(counts[i] ?? 0)
      }
    })
  }
  return new Map(
    [...found].map(([place, { values, numbers, counts }]) => {
      const total = numbers.reduce((sum, count) => sum + count, 0)
      const sample = { values: Float64Array.from(values), counts: Float64Array.from(numbers), total }
      return [place, { sample, counts }]
    }),
  )
}
