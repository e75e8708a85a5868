// What was last seen of a feature's values? Its profiles, by reference, as a run recorded them.
import { categoryNames } from '../core/categories.ts'
import { PintailError } from '../core/errors.ts'
import { formatInstant } from '../core/instants.ts'
import { formatPart, parseReference } from '../core/references.ts'
import type { Versions } from '../core/state.ts'
import type { FeatureVersion, Member } from '../core/versions.ts'
import type { FeatureStats, StatsRequest } from '../core/watching.ts'
import { type KeptProfile, profilesOf } from '../registry/profiles.ts'
import type { Registry } from '../registry/registry.ts'
import { resolveReference } from '../registry/resolve.ts'
import { runById } from '../registry/runs.ts'
import { thingNamed } from '../registry/thing.ts'

export const stats = (registry: Registry, { reference, run }: StatsRequest): FeatureStats[] => {
  if (run !== null && runById(registry, run) === undefined) {
    throw new PintailError({ code: 'unknown_name', message: `there is no run ${run}`, fix: 'pintail runs' })
  }
  const members = resolveReference(versionsFor(registry, reference), parseReference(reference))
  const found = members.flatMap((member) => statsOf(registry, member, run))
  if (found.length > 0) return found
  const [first] = members
  const where = run === null ? 'no run has' : `run ${run} has not`
  throw new PintailError({
    code: 'not_ingested',
    message: `${where} profiled ${reference}: no rows of it came`,
    fix:
      run === null
        ? `pintail ingest ${first?.view.view ?? ''}`
        : `pintail stats ${reference}   shows the newest profile`,
  })
}

/** Of one feature, no more is read than what it is made of: a registry may hold a hundred thousand versions. */
const versionsFor = (registry: Registry, reference: string): Versions => {
  if (parseReference(reference).feature === '*') return registry.state()
  const thing = thingNamed(registry, reference)
  return thing.kind === 'feature' && thing.member.view.status === 'current' ? thing.part : registry.state()
}

const statsOf = (registry: Registry, { feature, category }: Member, run: number | null): FeatureStats[] => {
  const kept = profilesOf(registry, feature.id, run).filter(({ member }) => category === null || member === category)
  return inOrder(feature, kept).map(({ run: of, member, profile }) => {
    const at = runById(registry, of)
    const name = formatPart({ feature: feature.name, category: member === '' ? null : member })
    return {
      feature: `${feature.view}:${name}`,
      version: feature.version,
      run: of,
      at: formatInstant(at?.finished ?? at?.started ?? 0n),
      ...profile,
    }
  })
}

/** Members as the vocabulary has them. */
const inOrder = ({ aggregate }: FeatureVersion, kept: readonly KeptProfile[]): KeptProfile[] => {
  const names = (aggregate?.categories && categoryNames(aggregate.categories)) ?? []
  const places = new Map(names.map((name, i) => [name, i]))
  return kept.toSorted((a, b) => (places.get(a.member) ?? 0) - (places.get(b.member) ?? 0))
}
