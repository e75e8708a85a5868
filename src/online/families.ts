// One value a category: how does a row hold them, however many categories there are? Only those that are present.
import { elementType, type FeatureType, isList, type Value } from '../core/values.ts'
import type { FeatureVersion } from '../core/versions.ts'
import { decodeElement, decoder, elementText, encoder, type ListElement, type Stored } from './codec.ts'

/** True of a feature that has a value a category; the latest category alone (`oneHot`) is one value. */
export const isFamily = ({ aggregate }: Pick<FeatureVersion, 'aggregate'>): boolean => aggregate?.by != null

/** Places in the vocabulary and, one for one, their values → a JSON object's text: `{"0":3,"7":1}`. */
export const familyEncoder = (type: FeatureType): ((categories: Value, values: Value) => Stored) => {
  const encode = isList(type) ? encoder(type) : null
  const text = (value: Value): string => (encode === null ? elementText(value) : JSON.stringify(encode(value)))
  return (categories, values) => {
    if (!Array.isArray(categories) || !Array.isArray(values)) return null
    const members = categories.flatMap((category, i) => {
      const value: Value = values[i] ?? null
      return value === null ? [] : [`"${category}":${text(value)}`]
    })
    return members.length === 0 ? null : `{${members.join(',')}}`
  }
}

/** The values of a row that are present, by the place of their category. */
export type Present = Readonly<Record<number, ListElement>>

const nothing: Present = {}

/** Reads a whole cell, once for all the members asked for. */
export const presentIn = (stored: Stored): Present => {
  if (typeof stored !== 'string') return nothing
  const present: Present = JSON.parse(stored)
  return Object.values(present).some(isRounded) ? JSON.parse(stored, digits) : present
}

/** A whole number that a double may not hold. */
const isRounded = (it: unknown): boolean => typeof it === 'number' && Number.isInteger(it) && !Number.isSafeInteger(it)

/** Numbers as they are written. */
const digits = (_: string, value: unknown, context?: { readonly source?: string }): unknown =>
  typeof value === 'number' ? (context?.source ?? String(value)) : value

/** One of the present values as its type has it; null where the category is absent. */
export const memberReader = (type: FeatureType, category: number): ((present: Present) => Value) => {
  const list = isList(type) ? decoder(type) : null
  const decode = decodeElement[elementType(type)]
  return (present) => {
    const it = present[category]
    if (it === undefined) return null
    return list === null ? decode(it) : list(String(it))
  }
}
