// What determines a value? Everything that does, and nothing else, as canonical JSON under SHA-256.
import { createHash } from 'node:crypto'
import type { Aggregate, CategoryPolicy } from './aggregates.ts'
import type { Micros } from './clock.ts'
import type { Tree } from './expression.ts'
import { canonicalJson, type Json } from './json.ts'
import type { Column, FeatureType } from './values.ts'
import type { FittedCall, Reads } from './versions.ts'

export const hashOf = (json: Json): string => createHash('sha256').update(canonicalJson(json)).digest('hex')

/** The canonical tree of a SQL text that was parsed before. */
export type TreeOf = (sql: string) => Tree

/** The columns something reads, with what they are made of. */
export const meaningOfReads = (reads: Reads, treeOf: TreeOf): Json => ({
  raw: Object.fromEntries(reads.raw.map(({ name, type }) => [name.toLowerCase(), type])),
  derived: Object.fromEntries(
    reads.derived.map((column): [string, Json] => [
      column.name,
      'json' in column
        ? { json: column.json.toLowerCase(), path: column.path, type: column.type }
        : 'sql' in column
          ? { sql: treeOf(column.sql), type: column.type }
          : { sincePrevious: true },
    ]),
  ),
})

export interface RowSetParts {
  readonly source: string
  readonly keys: readonly Column[]
  readonly filter: string | null
  readonly timestamp: string
  readonly created: string | null
  readonly timezone: string
  readonly events: boolean
  readonly eventId: string | null
  readonly reads: Reads
}

export const fingerprintOfRows = (parts: RowSetParts, treeOf: TreeOf): string =>
  hashOf({
    source: parts.source,
    keys: Object.fromEntries(parts.keys.map((key) => [key.name, key.type])),
    filter: parts.filter === null ? null : treeOf(parts.filter),
    timestamp: treeOf(parts.timestamp),
    created: parts.created === null ? null : treeOf(parts.created),
    timezone: parts.timezone,
    reads: meaningOfReads(parts.reads, treeOf),
    // Only where it is so: views of rows had their fingerprints before there were events.
    ...(parts.events ? { events: parts.eventId === null ? true : treeOf(parts.eventId) } : {}),
  })

/** The fingerprints of the features that something uses, by name. */
export type UsedFingerprints = ReadonlyMap<string, string>

export interface FeatureParts {
  readonly rows: string
  readonly expression: string
  readonly type: FeatureType
  readonly default: string | number | bigint | boolean | null
  readonly reads: Reads
  readonly uses: UsedFingerprints
}

export const fingerprintOfFeature = (parts: FeatureParts, treeOf: TreeOf): string =>
  hashOf({
    rows: parts.rows,
    expression: treeOf(parts.expression),
    type: parts.type,
    default: parts.default,
    reads: meaningOfReads(parts.reads, treeOf),
    uses: Object.fromEntries(parts.uses),
  })

/** By fingerprint alone: the names of inputs are made of theirs, which another engine may make another. */
export const byFingerprint = (fingerprints: Iterable<string>): UsedFingerprints =>
  new Map([...fingerprints].sort().map((it) => [it, it]))

export interface AggregateParts {
  readonly rows: string
  readonly aggregate: Aggregate
  readonly type: FeatureType
  readonly default: string | number | bigint | boolean | null
  /** Of the inputs, by the names that the aggregate has for them. */
  readonly uses: UsedFingerprints
}

const policyMeaning = (policy: CategoryPolicy): Json =>
  'top' in policy ? { ...policy } : { values: [...policy.values] }

export const fingerprintOfAggregate = ({ aggregate, uses, ...parts }: AggregateParts): string => {
  const { of, by, categories, ...how } = aggregate
  const meaning = (input: string | null): string | null => (input === null ? null : (uses.get(input) ?? input))
  const policy = categories === null ? null : policyMeaning(categories.policy)
  return hashOf({ ...parts, aggregate: { ...how, of: meaning(of), by: meaning(by), policy } })
}

/** What a vocabulary depends on; `input` is the fingerprint of what gives each event its category. */
export const identityOfCategories = (policy: CategoryPolicy, input: string, rows: string): string =>
  hashOf({ policy: policyMeaning(policy), input, rows })

/** What a fitted number depends on: equal identities of a view share the number. */
export const identityOfFit = (
  call: Pick<FittedCall, 'function' | 'q'> & { readonly argument: Tree },
  rows: string,
  reads: Json,
  uses: UsedFingerprints,
): string =>
  hashOf({ function: call.function, q: call.q, argument: call.argument, rows, reads, uses: Object.fromEntries(uses) })

export interface ViewParts {
  readonly rows: string
  readonly entities: readonly string[]
  readonly ttl: Micros | null
  readonly online: boolean
  readonly features: UsedFingerprints
}

export const fingerprintOfView = (parts: ViewParts): string =>
  hashOf({
    rows: parts.rows,
    entities: [...parts.entities],
    ttl: parts.ttl,
    online: parts.online,
    features: Object.fromEntries(parts.features),
  })

export interface MemberParts {
  readonly view: string
  readonly ttl: Micros | null
  readonly online: boolean
  readonly feature: string
  readonly fingerprint: string
  /** Absent where none is named. */
  readonly category?: string
}

/** In the order of the list, which is the order of the answers. */
export const fingerprintOfService = (members: readonly MemberParts[]): string =>
  hashOf(members.map((member): Json => ({ ...member })))
