// What are the fingerprints of known versions under another DuckDB? It may parse the same text into another tree;
// the versions stay, and their fingerprints are taken anew, as are the identities by which what was fitted is kept.
import type { Aggregate } from './aggregates.ts'
import { columnNames, type Tree } from './expression.ts'
import {
  byFingerprint,
  fingerprintOfAggregate,
  fingerprintOfFeature,
  fingerprintOfRows,
  fingerprintOfService,
  fingerprintOfView,
  identityOfCategories,
  identityOfFit,
  meaningOfReads,
  type TreeOf,
  type UsedFingerprints,
} from './fingerprint.ts'
import { readsBehind } from './reads.ts'
import { isInput, type State, type StoredRowSet } from './state.ts'
import type { FeatureVersion, FittedCall, Reads, ServiceVersion, ViewVersion } from './versions.ts'

const noReads: Reads = { raw: [], derived: [] }

const sqlOfReads = (reads: Reads | undefined): string[] =>
  (reads ?? noReads).derived.flatMap((column) => ('sql' in column ? [column.sql] : []))

/** Every SQL text that the fingerprints and identities of known versions are made of. */
export const textsOf = (state: State): string[] => {
  const texts = new Set<string>()
  for (const { filter, timestamp, created, eventId, reads } of state.rowSets.values())
    for (const text of [filter, timestamp, created, eventId, ...sqlOfReads(reads)]) if (text !== null) texts.add(text)
  for (const { expression, reads, aggregate, fits } of state.features.values()) {
    const its = [...(aggregate === null ? [expression] : []), ...fits.map((fit) => fit.argument)]
    for (const text of [...its, ...sqlOfReads(reads)]) texts.add(text)
  }
  return [...texts]
}

/** The state with fingerprints and identities of `trees`; what has a text without a tree keeps those it has. */
export const restated = (state: State, trees: ReadonlyMap<string, Tree>): State => {
  const attempt = (before: string, take: (treeOf: (sql: string) => Tree) => string): string => {
    let whole = true
    const now = take((sql) => {
      const tree = trees.get(sql)
      if (!tree) whole = false
      return tree ?? {}
    })
    return whole ? now : before
  }
  const rowSets = new Map(
    [...state.rowSets].map(([id, it]): [number, StoredRowSet] => {
      const parts = { ...it, reads: it.reads ?? noReads }
      return [id, { ...it, fingerprint: attempt(it.fingerprint, (treeOf) => fingerprintOfRows(parts, treeOf)) }]
    }),
  )
  const features = new Map<number, FeatureVersion>()
  for (const [id, it] of state.features) {
    const rows = rowSets.get(it.rowSet)?.fingerprint ?? ''
    const uses = new Map(it.uses.map((use) => [use.name, features.get(use.id)?.fingerprint ?? '']))
    const fingerprint = attempt(it.fingerprint, (treeOf) => fingerprintOf(it, rows, uses, treeOf))
    const fits = it.fits.map((fit) => ({
      ...fit,
      identity: attempt(fit.identity ?? '', (treeOf) => identityOf(it, fit, { rows, uses, treeOf })),
    }))
    features.set(id, { ...it, aggregate: restatedAggregate(it.aggregate, rows, uses), fits, fingerprint })
  }
  const featureOf = (it: FeatureVersion): FeatureVersion => features.get(it.id) ?? it
  const views = new Map(
    [...state.views].map(([id, it]): [number, ViewVersion] => {
      const rowSet = rowSets.get(it.rowSet.id) ?? it.rowSet
      const its = it.features.map(featureOf)
      const fingerprint = fingerprintOfView({
        ...it,
        rows: rowSets.get(it.rowSet.id)?.fingerprint ?? '',
        features: new Map(its.map((feature) => [feature.name, feature.fingerprint])),
      })
      return [id, { ...it, rowSet, features: its, fingerprint }]
    }),
  )
  const services = new Map(
    [...state.services].map(([id, it]): [number, ServiceVersion] => {
      const members = it.members.map(({ view, feature, category }) => ({
        category,
        view: views.get(view.id) ?? view,
        feature: featureOf(feature),
      }))
      return [id, { ...it, members, fingerprint: fingerprintOfMembers(members) }]
    }),
  )
  const current = {
    views: new Map([...state.current.views].map(([name, it]) => [name, views.get(it.id) ?? it])),
    services: new Map([...state.current.services].map(([name, it]) => [name, services.get(it.id) ?? it])),
  }
  return { ...state, rowSets, features, views, services, current }
}

/** Its vocabulary is known by what it depends on, which has another fingerprint now. */
const restatedAggregate = (
  aggregate: Aggregate | null,
  rows: string,
  uses: UsedFingerprints,
): FeatureVersion['aggregate'] => {
  const categories = aggregate?.categories
  const input = uses.get(aggregate?.by ?? aggregate?.of ?? '')
  if (!aggregate || !categories || input === undefined) return aggregate
  return { ...aggregate, categories: { ...categories, identity: identityOfCategories(categories.policy, input, rows) } }
}

interface Known {
  readonly rows: string
  readonly uses: UsedFingerprints
  readonly treeOf: TreeOf
}

/** Of what the feature reads and uses, its argument's part; no feature is used by the name of a column. */
const identityOf = (it: FeatureVersion, fit: FittedCall, { rows, uses, treeOf }: Known): string => {
  const argument = treeOf(fit.argument)
  const { read, perhaps } = columnNames(argument)
  const names = new Set([...read, ...perhaps])
  const reads = meaningOfReads(readsBehind(it.reads ?? noReads, names), treeOf)
  const used = new Map([...uses].filter(([name]) => names.has(name)))
  return identityOfFit({ function: fit.function, q: fit.q, argument }, rows, reads, used)
}

const fingerprintOf = (it: FeatureVersion, rows: string, uses: UsedFingerprints, treeOf: TreeOf): string => {
  const { aggregate, type, default: given, expression, reads = noReads } = it
  if (aggregate !== null) return fingerprintOfAggregate({ rows, aggregate, type, default: given, uses })
  const parts = { rows, expression, type, default: given, reads }
  return fingerprintOfFeature({ ...parts, uses: isInput(it) ? byFingerprint(uses.values()) : uses }, treeOf)
}

const fingerprintOfMembers = (members: ServiceVersion['members']): string =>
  fingerprintOfService(
    members.map(({ view, feature, category }) => ({
      view: view.view,
      ttl: view.ttl,
      online: view.online,
      feature: feature.name,
      fingerprint: feature.fingerprint,
      ...(category === null ? {} : { category }),
    })),
  )
