// Whom does a change of two versions concern? Features computed from either, and services and datasets made of them.
import type { Affected, DiffReport } from '../core/diffs.ts'
import { isInput } from '../core/state.ts'
import type { FeatureVersion } from '../core/versions.ts'
import type { Database } from '../sqlite.ts'
import { datasets } from './datasets.ts'
import type { DiffWhat } from './diff-pair.ts'
import { serviceHeads } from './heads.ts'
import { readPart } from './part.ts'
import type { Registry } from './registry.ts'

type Side = 'a' | 'b'

/** What one of the two is read by, by id of a feature version: its name; null for itself. */
type Reached = ReadonlyMap<number, string | null>

export const affectedBy = (registry: Registry, a: DiffWhat, b: DiffWhat): DiffReport['affected'] => {
  const { database } = registry
  const sides = [
    { side: 'a' as const, it: a, reached: reachedFrom(database, a) },
    { side: 'b' as const, it: b, reached: reachedFrom(database, b) },
  ]
  /** Of what has features: by each side, whether it is made of it, and through which of its features. */
  const made = (name: string, holds: (it: DiffWhat) => boolean, features: readonly number[]): Affected[] => {
    const of: Side[] = []
    const through = new Set<string>()
    for (const { side, it, reached } of sides) {
      const met = it.kind === 'feature' ? features.flatMap((id) => reached.get(id) ?? []) : []
      const isOwn = it.kind === 'feature' ? features.includes(it.feature.id) : holds(it)
      if (isOwn || met.length > 0) of.push(side)
      if (!isOwn) for (const one of met) through.add(one)
    }
    return of.length === 0 ? [] : [{ name, of, through: [...through] }]
  }
  const services = serviceHeads(database, {}).filter((it) => it.status !== 'retired')
  return {
    features: featuresAffected(sides),
    services: services.flatMap((service) =>
      made(
        `${service.service}@${service.version}`,
        (it) =>
          it.kind === 'service'
            ? it.service.id === service.id
            : it.kind === 'view' && service.members.some(([view]) => view === it.view.id),
        service.members.map(([, feature]) => feature),
      ),
    ),
    datasets: datasets(registry).flatMap((manifest) =>
      made(
        manifest.name,
        (it) =>
          it.kind === 'service'
            ? manifest.service === `${it.service.service}@${it.service.version}`
            : it.kind === 'view' && manifest.columns.some((column) => column.view === it.view.id),
        manifest.columns.map((column) => column.feature),
      ),
    ),
  }
}

const featuresAffected = (sides: readonly { readonly side: Side; readonly reached: Reached }[]): Affected[] => {
  const of = new Map<string, Side[]>()
  for (const { side, reached } of sides)
    for (const name of reached.values()) if (name !== null) of.set(name, [...(of.get(name) ?? []), side])
  return [...of].map(([name, sidesOf]) => ({ name, of: sidesOf, through: [] }))
}

/** A feature version uses others of its view at the versions they had: from those up to all that is made of them. */
const reachedFrom = (database: Database, it: DiffWhat): Reached => {
  if (it.kind !== 'feature') return new Map()
  const users = Map.groupBy(usesOf(database, it.feature.view), ({ used }) => used)
  const ids = new Set([it.feature.id])
  for (const id of ids) for (const { user } of users.get(id) ?? []) ids.add(user)
  ids.delete(it.feature.id)
  const { features } = readPart(database, { features: ids })
  const named = [...ids].flatMap((id) => features.get(id) ?? []).filter((one) => !isInput(one) && isLive(one))
  return new Map([[it.feature.id, null], ...named.map((one) => [one.id, nameOf(one)] as const)])
}

const isLive = ({ status }: FeatureVersion): boolean => status !== 'retired'

const nameOf = ({ view, name, version }: FeatureVersion): string => `${view}:${name}@${version}`

interface Use {
  readonly user: number
  readonly used: number
}

const usesOf = (database: Database, view: string): Use[] =>
  database
    .prepare<unknown[], { readonly user: bigint; readonly used: bigint }>(
      `SELECT feature_versions.id AS user, held.value ->> '$.id' AS used
       FROM feature_versions JOIN json_each(feature_versions.definition, '$.uses') AS held
       WHERE feature_versions.view = ? ORDER BY feature_versions.id`,
    )
    .all(view)
    .map(({ user, used }) => ({ user: Number(user), used: Number(used) }))
