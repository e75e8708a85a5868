// Are two values the same? Exactly; sums of floats, and what is made of them, as near as any order of adding brings them.
import { askedThrough } from '../core/state.ts'
import { elementType, type Value } from '../core/values.ts'
import type { FeatureVersion } from '../core/versions.ts'

export type Same = (a: Value, b: Value) => boolean

const added: ReadonlySet<string> = new Set(['sum', 'mean', 'stddev', 'variance'])

/** Relative; a 32-bit float has seven digits. */
const near = { float64: 1e-9, float32: 2.5e-7 } as const

export const sameFor = (feature: FeatureVersion, all: ReadonlyMap<number, FeatureVersion>): Same => {
  const type = elementType(feature.type)
  if (type !== 'float64' && type !== 'float32') return exactly
  const sums = askedThrough(feature, all).some(({ aggregate }) => aggregate !== null && added.has(aggregate.function))
  return sums ? within(near[type]) : exactly
}

const exactly: Same = (a, b) => {
  if (a === b) return true
  if (typeof a === 'number') return Number.isNaN(a) && typeof b === 'number' && Number.isNaN(b)
  if (a instanceof Uint8Array || b instanceof Uint8Array) return bytesSame(a, b)
  if (!Array.isArray(a) || !Array.isArray(b)) return false
  return a.length === b.length && a.every((it, i) => exactly(it, b[i] ?? null))
}

const bytesSame = (a: Value, b: Value): boolean =>
  a instanceof Uint8Array && b instanceof Uint8Array && Buffer.compare(a, b) === 0

const within =
  (share: number): Same =>
  (a, b) =>
    exactly(a, b) ||
    (typeof a === 'number' && typeof b === 'number' && Math.abs(a - b) <= share * Math.max(Math.abs(a), Math.abs(b)))
