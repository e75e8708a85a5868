// From the engine's columns to those of online.db, a batch at a time.
import type { FeatureType } from '../core/values.ts'
import type { Batch } from '../offline/offline-store.ts'
import { encoder, type Stored } from '../online/codec.ts'
import { familyEncoder } from '../online/families.ts'

/**
 * A type; null where a column of the batch holds nothing but null; a family where two columns hold, in lists, the
 * categories that are present and their values.
 */
export type StoredColumn = FeatureType | null | { readonly family: FeatureType }

const absent: ArrayLike<Stored> = []

/** Takes the next columns of a batch. */
type Take = (batch: Batch, at: number) => ArrayLike<Stored>

/** The columns of a batch in stored form. */
export const storedColumns = (columns: readonly StoredColumn[]) => {
  const takes: (readonly [Take, number])[] = []
  let width = 0
  for (const column of columns) {
    takes.push([takerOf(column), width])
    width += typeof column === 'object' && column !== null ? 2 : 1
  }
  return (batch: Batch): ArrayLike<Stored>[] => takes.map(([take, at]) => take(batch, at))
}

const takerOf = (column: StoredColumn): Take => {
  if (column === null) return () => absent
  if (typeof column === 'string') {
    const encode = encoder(column)
    return (batch, at) => batch.column(at).map(encode)
  }
  const encode = familyEncoder(column.family)
  return (batch, at) => {
    const values = batch.column(at + 1)
    return batch.column(at).map((categories, i) => encode(categories, values[i] ?? null))
  }
}
