// Which value is meant, of what a row holds for an aggregation? By the rules of `aggregations/categories.ts`.
import { defaultReplacesZero, emptyValue, numberAs } from '../core/empty-values.ts'
import type { Value } from '../core/values.ts'
import type { FeatureVersion, Selected } from '../core/versions.ts'
import { decoder, type Stored } from './codec.ts'
import { defaultOf } from './defaults.ts'
import { isFamily, memberReader, type Present } from './families.ts'
import { rawType } from './raw.ts'

/** What a cell of a row holds: as it is stored, or the members of a family, read before. */
export type Held = Stored | Present

/** A value that a default would stand in for is null. */
export type ReadMember = (held: Held) => Value

export const memberOf = ({ feature, category }: Pick<Selected, 'feature' | 'category'>): ReadMember => {
  const raw = rawReader(feature, category)
  const empty = emptyValue(feature)
  const value = conversion(feature, category)
  const missing = defaultReplacesZero(feature)
  return (held) => {
    const it = value(raw(held)) ?? empty
    return missing && (it === empty || it === null) ? null : it
  }
}

const rawReader = (feature: FeatureVersion, category: number | null): ReadMember => {
  const decode = decoder(rawType(feature))
  if (!isFamily(feature)) return (held) => (isPresent(held) ? null : decode(held))
  if (category === null) return () => null
  const read = memberReader(rawType(feature), category)
  return (held) => (isPresent(held) ? read(held) : null)
}

const isPresent = (held: Held): held is Present =>
  typeof held === 'object' && held !== null && !(held instanceof Uint8Array)

/** Raw → value; what is not known stays null. */
const conversion = ({ aggregate, type }: FeatureVersion, category: number | null): ((raw: Value) => Value) => {
  const [no, yes] = [numberAs(0, type), numberAs(1, type)]
  if (aggregate?.as === 'binary') return (raw) => (raw === null ? null : Number(raw) > 0 ? yes : no)
  if (aggregate?.as === 'oneHot') return (raw) => (raw === null ? null : raw === category ? yes : no)
  return (raw) => raw
}

/** For a key without a row: what windows without events have, and the default where that is missing. */
export const absentValue = (feature: FeatureVersion, empty: Stored): Value => {
  const value = feature.kind === 'formula' ? decoder(feature.type)(empty) : emptyValue(feature)
  return value === null || defaultReplacesZero(feature) ? defaultOf(feature) : value
}
