// From the engine's columns to those of online.db, a batch at a time.
import type { FeatureType } from '../core/values.ts'
import type { Batch } from '../offline/offline-store.ts'
import { encoder, type Stored } from '../online/codec.ts'

const absent: ArrayLike<Stored> = []

/** The columns of a batch in stored form; null in place of a type is a column that holds nothing but null. */
export const storedColumns = (types: readonly (FeatureType | null)[]) => {
  const encoders = types.map((type) => (type === null ? null : encoder(type)))
  return (batch: Batch): ArrayLike<Stored>[] =>
    encoders.map((encode, i) => (encode === null ? absent : batch.column(i).map(encode)))
}
