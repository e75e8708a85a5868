// How do two versions differ? Their definitions, and who is made of either.
import { featureChanged, serviceChanged, viewChanged } from '../core/changed.ts'
import type { DiffReport, DiffRequest, DiffSide } from '../core/diffs.ts'
import { PintailError } from '../core/errors.ts'
import { formatInstant } from '../core/instants.ts'
import { formatPart } from '../core/references.ts'
import { featureParts, type Parts, serviceParts, sideBySide, viewParts } from '../core/sides.ts'
import type { StoredRowSet } from '../core/state.ts'
import type { FeatureVersion, Member, Status } from '../core/versions.ts'
import type { Database } from '../sqlite.ts'
import { affectedBy } from './affected.ts'
import { type DiffPair, type DiffWhat, pairNamed } from './diff-pair.ts'
import { serviceHeads, viewHeads } from './heads.ts'
import { atOneLook } from './one-look.ts'
import type { Part } from './part.ts'
import type { Registry } from './registry.ts'
import { toldServices, toldViews } from './version-list.ts'

/** Two versions of one feature whose values are to be compared. */
export interface ToCompare {
  readonly name: string
  readonly a: ComparedVersion
  readonly b: ComparedVersion
  /** Of a feature with categories the one meant; null: all that both have, or a feature that is one value. */
  readonly category: string | null
}

export interface ComparedVersion {
  readonly feature: FeatureVersion
  readonly rowSet: StoredRowSet
}

export interface Difference {
  readonly report: Omit<DiffReport, 'statistics'>
  readonly compare: readonly ToCompare[]
  /** What the compared versions are computed from. */
  readonly all: ReadonlyMap<number, FeatureVersion>
}

export const difference = (registry: Registry, request: DiffRequest): Difference =>
  atOneLook(registry, () => differenceOf(registry, pairNamed(registry, request)))

const differenceOf = (registry: Registry, { a, b, part }: DiffPair): Difference => {
  const { database } = registry
  const [parts, others] = [partsOf(a, part), partsOf(b, part)]
  return {
    report: {
      kind: a.kind,
      a: sideOf(a),
      b: sideOf(b),
      changed: versionOf(a).id === versionOf(b).id ? [] : changedBetween(database, a, b, part),
      definition: sideBySide(parts, others),
      affected: affectedBy(registry, a, b),
    },
    compare: comparedIn(a, b, part),
    all: part.features,
  }
}

interface Version {
  readonly id: number
  readonly version: number
  readonly status: Status
  readonly fingerprint: string
  readonly applied: bigint
}

const versionOf = (it: DiffWhat): Version =>
  it.kind === 'feature' ? it.feature : it.kind === 'view' ? it.view : it.service

const nameOf = (it: DiffWhat): string => {
  if (it.kind === 'view') return it.view.view
  if (it.kind === 'service') return it.service.service
  return `${it.feature.view}:${formatPart({ feature: it.feature.name, category: it.category })}`
}

const sideOf = (it: DiffWhat): DiffSide => {
  const { version, status, fingerprint, applied } = versionOf(it)
  return { name: nameOf(it), version, status, fingerprint, applied: formatInstant(applied) }
}

const rowSetOf = ({ rowSets }: Part, feature: FeatureVersion): StoredRowSet => {
  const found = rowSets.get(feature.rowSet)
  if (found) return found
  throw new PintailError({
    code: 'registry_damaged',
    message: `the registry does not hold the rows of ${feature.view}:${feature.name}`,
  })
}

const partsOf = (it: DiffWhat, part: Part): Parts => {
  if (it.kind === 'view') return viewParts(it.view)
  if (it.kind === 'service') return serviceParts(it.service)
  return featureParts(it.feature, rowSetOf(part, it.feature), part.features)
}

const changedBetween = (database: Database, a: DiffWhat, b: DiffWhat, part: Part): string[] => {
  if (a.kind === 'feature' && b.kind === 'feature') return featureChanged(a.feature, b.feature, part.features)
  if (a.kind === 'view' && b.kind === 'view') {
    const heads = [a.view, b.view].flatMap((it) =>
      viewHeads(database, { name: it.view }).filter((head) => head.id === it.id),
    )
    const [old, now] = heads.map((head) => toldViews(database, head.view)(head))
    return old && now ? viewChanged(old, now) : []
  }
  if (a.kind === 'service' && b.kind === 'service') {
    const heads = [a.service, b.service].flatMap((it) =>
      serviceHeads(database, { name: it.service }).filter((head) => head.id === it.id),
    )
    const [old, now] = heads.map(toldServices(database, heads))
    return old && now ? serviceChanged(old, now) : []
  }
  return []
}

const comparedIn = (a: DiffWhat, b: DiffWhat, part: Part): ToCompare[] => {
  const versionIn = (feature: FeatureVersion): ComparedVersion => ({ feature, rowSet: rowSetOf(part, feature) })
  if (a.kind === 'feature' && b.kind === 'feature')
    return [{ name: nameOf(b), a: versionIn(a.feature), b: versionIn(b.feature), category: b.category }]
  const before = new Map(membersOf(a).map((it) => [memberName(it), it]))
  return membersOf(b).flatMap((now) => {
    const old = before.get(memberName(now))
    if (old === undefined || old.feature.id === now.feature.id) return []
    const { category } = now
    return [{ name: memberName(now), a: versionIn(old.feature), b: versionIn(now.feature), category }]
  })
}

const membersOf = (it: DiffWhat): readonly Member[] => {
  if (it.kind === 'service') return it.service.members
  return it.kind === 'view' ? it.view.features.map((feature) => ({ view: it.view, feature, category: null })) : []
}

const memberName = ({ feature, category }: Member): string =>
  `${feature.view}:${formatPart({ feature: feature.name, category })}`
