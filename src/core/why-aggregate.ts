// What differs between two aggregations? In the words of the definitions: window 7d → 14d, where, function p90 → p95.
import type { Aggregate, CategoryPolicy } from './aggregates.ts'
import type { Micros } from './clock.ts'
import { formatDuration } from './durations.ts'

/** An aggregation with what people read of it. */
interface Told {
  readonly expression: string
  readonly aggregate: Aggregate
}

export const policyText = (policy: CategoryPolicy): string => {
  if ('values' in policy) return `${policy.values.length} listed`
  return policy.min > 1 ? `top ${policy.top} of at least ${policy.min} rows` : `top ${policy.top}`
}

export const windowText = (length: Micros | null): string => (length === null ? 'all' : formatDuration(length))

const lengthText = (length: Micros | null): string | null => (length === null ? null : formatDuration(length))

const samePolicy = (a: CategoryPolicy | undefined, b: CategoryPolicy | undefined): boolean =>
  JSON.stringify(a) === JSON.stringify(b)

export const whyAggregate = (old: Told, now: Told): string[] => {
  const [a, b] = [old.aggregate, now.aggregate]
  const [before, after] = [partsOf(old.expression), partsOf(now.expression)]
  const differs = (what: string, from: string | number | null, to: string | number | null): string[] =>
    from === to ? [] : [`${what} ${from ?? 'none'} → ${to ?? 'none'}`]
  const told = (what: string, from: string, to: string): string[] => (from === to ? [] : [what])
  const [policy, next] = [a.categories?.policy, b.categories?.policy]
  return [
    ...differs('function', before.name, after.name),
    ...differs('window', windowText(a.length), windowText(b.length)),
    ...differs('closed', a.closed, b.closed),
    ...told(a.steps === null && b.steps === null ? 'of' : 'steps', before.of, after.of),
    ...differs('within', lengthText(a.within), lengthText(b.within)),
    ...told('where', before.where, after.where),
    ...told('by', before.by, after.by),
    ...differs('scale', a.scale, b.scale),
    ...differs('as', a.as, b.as),
    ...(samePolicy(policy, next) ? [] : policiesDiffer(policy, next)),
  ]
}

const policiesDiffer = (from: CategoryPolicy | undefined, to: CategoryPolicy | undefined): string[] => {
  const [a, b] = [from && policyText(from), to && policyText(to)]
  return a === b ? ['values'] : [`values ${a ?? 'none'} → ${b ?? 'none'}`]
}

/** `name of … within … where … by … over …`; where the SQL itself has such words, a neighbour is told in its place. */
const partsOf = (words: string): Readonly<Record<'name' | 'of' | 'where' | 'by', string>> => {
  const shape =
    /^(?<name>quantile \S+|\S+)(?: of (?<of>.*?))?(?: within \S+)?(?: where (?<where>.*?))?(?: by (?<by>.*?))? over .*$/
  const { name = '', of = '', where = '', by = '' } = shape.exec(words)?.groups ?? {}
  return { name, of, where, by }
}
