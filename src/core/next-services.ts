// Which features will a service read? Its references resolved against the views as they will be.
import type { Analysed } from './analysed.ts'
import { type Problem, throwProblems } from './errors.ts'
import { fingerprintOfService } from './fingerprint.ts'
import { didYouMean } from './nearest.ts'
import type { NextMember, NextService, NextView } from './outcome.ts'
import { type FeatureReference, parseReference } from './references.ts'
import { type State, viewVersion } from './state.ts'

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
    const once = [...new Map(members.map((it) => [`${it.view}@${it.version}:${it.feature}`, it])).values()]
    const fingerprint = fingerprintOfService(once.map(({ version: _, ...member }) => member))
    const before = [...state.services.values()].filter((it) => it.service === name)
    const known = before.find((it) => it.fingerprint === fingerprint) ?? null
    const version = known?.version ?? before.reduce((most, it) => Math.max(most, it.version), 0) + 1
    services.set(name, { known, version, fingerprint, members: once, definition })
  }
  throwProblems(problems)
  return services
}

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
  const wanted = found.filter((it) => reference.feature === '*' || it.feature === reference.feature)
  if (wanted.length > 0) return wanted.map((it) => ({ ...it, version }))
  const called = version === null ? name : `${name}@${version}`
  return {
    code: 'unknown_feature',
    message: `feature view "${called}" has no feature "${reference.feature}"`,
    fix: didYouMean(
      reference.feature,
      found.map((it) => it.feature),
      `pintail list features --view ${name}`,
    ),
  }
}

type Part = Omit<NextMember, 'version'>

const nextParts = (view: NextView | undefined): Part[] | null =>
  view?.analysed.features.map((feature) => ({
    view: view.analysed.name,
    ttl: view.analysed.ttl,
    online: view.analysed.online,
    feature: feature.name,
    fingerprint: feature.fingerprint,
  })) ?? null

const pinnedParts = (state: State, name: string, version: number): Part[] | null => {
  const view = viewVersion(state, name, version)
  return (
    view?.features.map((feature) => ({
      view: name,
      ttl: view.ttl,
      online: view.online,
      feature: feature.name,
      fingerprint: feature.fingerprint,
    })) ?? null
  )
}
