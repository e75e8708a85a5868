// What does the record of a run say of drift? Of each view its verdict, and which features moved.
import { type Verdict, verdicts } from './drift.ts'
import { isArray, isObject, type JsonObject } from './json.ts'

export interface RecordedVerdict {
  readonly view: string
  readonly verdict: string
  readonly features: readonly string[]
}

export const verdictsIn = ({ drift }: JsonObject): RecordedVerdict[] =>
  isArray(drift)
    ? drift.filter(isObject).map(({ view, verdict, features }) => ({
        view: String(view),
        verdict: String(verdict),
        features: isArray(features) ? features.map(String) : [],
      }))
    : []

export const worstIn = (detail: JsonObject): Verdict | null => {
  const found = verdictsIn(detail).map(({ verdict }) => verdict)
  return verdicts.findLast((verdict) => found.includes(verdict)) ?? null
}
