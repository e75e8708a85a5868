// Which features will a service read? Its references resolved against the views as they will be.
import type { Analysed } from './analysed.ts'
import { categoryAt, unknownCategory } from './categories.ts'
import { type Problem, throwProblems } from './errors.ts'
import { fingerprintOfService, type MemberParts } from './fingerprint.ts'
import { didYouMean } from './nearest.ts'
import type { NextMember, NextService, NextView } from './outcome.ts'
import { type FeatureReference, formatPart, parseReference, readPart } from './references.ts'
import { type State, viewVersion } from './state.ts'
import type { ServiceVersion } from './versions.ts'

export const nextServices = (
  analysed: Analysed,
  views: ReadonlyMap<string, NextView>,
  state: State,
): ReadonlyMap<string, NextService> => {
  const problems: Problem[] = []
  const services = new Map<string, NextService>()
  for (const [name, definition] of analysed.services) {
    const members = definition.features.flatMap((text, i) => {
      const found = membersOf(parseReference(text), views, state)
      if (!('code' in found)) return found
      problems.push({ ...found, at: analysed.placeOf(name, i) })
      return []
    })
    const once = [...new Map(members.map((it) => [JSON.stringify([it.view, it.version, partOf(it)]), it])).values()]
    const fingerprint = fingerprintOfService(once.map(fingerprinted))
    const before = [...state.services.values()].filter((it) => it.service === name)
    const known = before.findLast((it) => it.fingerprint === fingerprint && holds(it, once)) ?? null
    const version = known?.version ?? before.reduce((most, it) => Math.max(most, it.version), 0) + 1
    services.set(name, { known, version, fingerprint, members: once, definition })
  }
  throwProblems(problems)
  return services
}

const partOf = ({ feature, category }: NextMember): string => formatPart({ feature, category })

const fingerprinted = ({ view, ttl, online, feature, fingerprint, category }: NextMember): MemberParts => ({
  view,
  ttl,
  online,
  feature,
  fingerprint,
  ...(category === null ? {} : { category }),
})

/** Of one fingerprint the latest fits count. */
const holds = (service: ServiceVersion, members: readonly NextMember[]): boolean =>
  service.members.every((member, i) => member.feature.id === members[i]?.id)

const membersOf = (
  reference: FeatureReference,
  views: ReadonlyMap<string, NextView>,
  state: State,
): NextMember[] | Problem => {
  const { view: name, version } = reference
  const found = version === null ? nextParts(views.get(name)) : pinnedParts(state, name, version)
  if (found === null) {
    const known = [...state.views.values()].filter((it) => it.view === name).map((it) => it.version)
    const has = known.length === 0 ? 'no version is applied' : `it has ${known.join(', ')}`
    const message = `feature view "${name}" has no version ${version}; ${has}`
    return { code: 'unknown_version', message, fix: `name one of these, or none: ${name}:${reference.feature}` }
  }
  const memberOf = ({ vocabulary: _, ...part }: Part, category: string | null): NextMember => ({
    ...part,
    version,
    category,
  })
  if (reference.feature === '*') return found.map((it) => memberOf(it, null))
  const called = version === null ? name : `${name}@${version}`
  const { feature, category } = readPart(reference.feature)
  const wanted = found.find((it) => it.feature === feature)
  if (wanted === undefined) {
    return {
      code: 'unknown_feature',
      message: `feature view "${called}" has no feature "${feature}"`,
      fix: didYouMean(
        feature,
        found.map((it) => it.feature),
        `pintail list features --view ${name}`,
      ),
    }
  }
  const { vocabulary } = wanted
  if (category === null || vocabulary === 'open') return [memberOf(wanted, category)]
  if (vocabulary !== null && categoryAt(vocabulary, category) !== null) return [memberOf(wanted, category)]
  return unknownCategory(`${called}:${feature}`, category, vocabulary)
}

interface Part extends Omit<NextMember, 'version' | 'category'> {
  /** `open` until it is fitted; null: it has no categories. */
  readonly vocabulary: readonly string[] | 'open' | null
}

const openUntil = (vocabulary: readonly string[] | null | undefined): Part['vocabulary'] => vocabulary ?? 'open'

const nextParts = (view: NextView | undefined): Part[] | null =>
  view?.features.map(({ analysed, known, kept }) => {
    const categories = analysed.aggregate?.categories ?? null
    const fitted = known?.aggregate?.categories?.vocabulary ?? categories?.vocabulary
    return {
      view: view.analysed.name,
      ttl: view.analysed.ttl,
      online: view.analysed.online,
      feature: analysed.name,
      id: known?.id ?? null,
      fingerprint: analysed.fingerprint,
      vocabulary: categories && openUntil(fitted ?? kept.vocabularies.get(categories.identity)),
    }
  }) ?? null

const pinnedParts = (state: State, name: string, version: number): Part[] | null => {
  const view = viewVersion(state, name, version)
  return (
    view?.features.map((feature) => {
      const categories = feature.aggregate?.categories ?? null
      return {
        view: name,
        ttl: view.ttl,
        online: view.online,
        feature: feature.name,
        id: feature.id,
        fingerprint: feature.fingerprint,
        vocabulary: categories && openUntil(categories.vocabulary),
      }
    }) ?? null
  )
}
