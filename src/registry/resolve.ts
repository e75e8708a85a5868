// Which versions does a request mean? References and service names, resolved to features with their answer columns.
import { categoryAt, categoryNames, unknownCategory } from '../core/categories.ts'
import { PintailError } from '../core/errors.ts'
import { didYouMean, nearest } from '../core/nearest.ts'
import {
  type FeatureReference,
  formatPart,
  formatReference,
  readNamedVersion,
  readPart,
  readReference,
} from '../core/references.ts'
import { serviceVersion, type Versions, viewVersion } from '../core/state.ts'
import type { Wanted } from '../core/verbs.ts'
import { columnOf, type Member, type Selected, type ServiceVersion, type ViewVersion } from '../core/versions.ts'

/** The features asked for, in order, each once; throws where two would have one column. */
export const resolve = (state: Versions, wanted: Wanted): Selected[] => {
  const named = [...wanted.features, ...(wanted.service === null ? [] : [wanted.service])]
  if (named.length === 0) {
    throw new PintailError({
      code: 'missing_argument',
      message: 'no features were asked for',
      fix: 'name them: --features view:feature,view:*   or a service: --service name',
    })
  }
  const members = [
    ...wanted.features.flatMap((text) => membersOf(state, text)),
    ...(wanted.service === null ? [] : resolveService(state, wanted.service).members),
  ]
  return columned(onceEach(members.flatMap(expanded)), wanted.fullFeatureNames)
}

/** What one text stands for: `view:feature`, `view:feature:category`, `view:*`, `view@3:…`, a service or `service@2`. */
export const membersOf = (state: Versions, text: string): readonly Member[] => {
  const reference = readReference(text)
  if (reference) return resolveReference(state, reference)
  if (readNamedVersion(text) === null) throw noReference(text)
  return resolveService(state, text).members
}

/** A declaration with several windows is a feature for each: "clicks" means clicks_1d or clicks_7d. */
const meantInstead = (name: string, known: readonly string[], otherwise: string): string => {
  const windows = known.filter((it) => it.startsWith(`${name}_`))
  return windows.length === 0
    ? didYouMean(name, known, otherwise)
    : `did you mean ${windows.map((it) => `"${it}"`).join(' or ')}?   ${otherwise}`
}

const noReference = (text: string): PintailError =>
  new PintailError({
    code: 'bad_reference',
    message: `"${text}" is neither a feature reference nor the name of a service`,
    fix: 'write view:feature, view:*, view@3:feature, or the name of a service   pintail list features',
  })

export const resolveReference = (state: Versions, reference: FeatureReference): Member[] => {
  const view = resolveView(state, reference.view, reference.version)
  if (reference.feature === '*') return view.features.map((feature) => ({ view, feature, category: null }))
  const { feature: name, category } = readPart(reference.feature)
  const called = reference.version === null ? view.view : `${view.view}@${view.version}`
  const feature = view.features.find((it) => it.name === name)
  if (!feature) {
    throw new PintailError({
      code: 'unknown_feature',
      message: `feature view "${called}" has no feature "${name}"`,
      fix: meantInstead(
        name,
        view.features.map((it) => it.name),
        `pintail list features --view ${view.view}`,
      ),
    })
  }
  const categories = feature.aggregate?.categories ?? null
  if (category !== null && categories === null)
    throw new PintailError(unknownCategory(`${called}:${name}`, category, null))
  if (category !== null && categories?.vocabulary && categoryAt(categories.vocabulary, category) === null)
    throw new PintailError(unknownCategory(`${called}:${name}`, category, categories.vocabulary))
  return [{ view, feature, category }]
}

/** The current version of a view, or one by its number. */
export const resolveView = (state: Versions, name: string, version: number | null): ViewVersion => {
  const current = state.current.views.get(name)
  if (version === null && current) return current
  const versions = [...state.views.values()].filter((it) => it.view === name)
  if (versions.length === 0) throw unknownView(state, name)
  if (version === null) throw retired('view', name, versions.length, `${name}@${versions.at(-1)?.version}:*`)
  const found = viewVersion(state, name, version)
  if (found) return found
  throw unknownVersion(
    'feature view',
    name,
    version,
    versions.map((it) => it.version),
  )
}

/** The current version of a service, or one by its number: `heart_risk`, `heart_risk@2`. */
export const resolveService = (state: Versions, text: string): ServiceVersion => {
  const named = readNamedVersion(text)
  if (named === null) throw noReference(text)
  const { name, version } = named
  const current = state.current.services.get(name)
  if (version === null && current) return current
  const versions = [...state.services.values()].filter((it) => it.service === name)
  if (versions.length === 0) throw unknownService(state, name)
  if (version === null) throw retired('service', name, versions.length, `${name}@${versions.at(-1)?.version}`)
  const found = serviceVersion(state, name, version)
  if (found) return found
  throw unknownVersion(
    'feature service',
    name,
    version,
    versions.map((it) => it.version),
  )
}

const unknownView = (state: Versions, name: string): PintailError => {
  const known = state.current.views.keys()
  if (state.views.size === 0) return notApplied(`feature view "${name}"`)
  return new PintailError({
    code: 'unknown_view',
    message: `there is no feature view "${name}"`,
    fix: didYouMean(name, known, 'pintail list views   or   pintail apply, if its definition is new'),
  })
}

const unknownService = (state: Versions, name: string): PintailError => {
  if (state.services.size === 0 && state.views.size === 0) return notApplied(`feature service "${name}"`)
  if (state.current.views.has(name)) {
    return new PintailError({
      code: 'unknown_service',
      message: `"${name}" is a feature view, not a service`,
      fix: `its features are ${name}:*`,
    })
  }
  const near = nearest(name, state.current.services.keys()) ?? nearest(name, state.current.views.keys())
  const listed = 'pintail list services   or   pintail apply, if its definition is new'
  return new PintailError({
    code: 'unknown_service',
    message: `there is no feature service "${name}"`,
    fix: near === undefined ? listed : `did you mean "${near}"?   ${listed}`,
  })
}

const notApplied = (what: string): PintailError =>
  new PintailError({ code: 'not_applied', message: `${what} is not applied: nothing is`, fix: 'pintail apply' })

const retired = (kind: 'view' | 'service', name: string, count: number, example: string): PintailError =>
  new PintailError({
    code: kind === 'view' ? 'unknown_view' : 'unknown_service',
    message: `feature ${kind} "${name}" is retired: no definition declares it`,
    fix: `name one of its ${count} versions: ${example}   or define it again and   pintail apply`,
  })

const unknownVersion = (noun: string, name: string, version: number, known: readonly number[]): PintailError =>
  new PintailError({
    code: 'unknown_version',
    message: `${noun} "${name}" has no version ${version}; it has ${known.join(', ')}`,
    fix: `pintail show ${name}`,
  })

/** One value of a member: of a feature with categories, of one of them. */
interface Value extends Member {
  readonly index: number | null
}

/** A feature with categories is a value for each. */
const expanded = (member: Member): Value[] => {
  const { view, feature, category } = member
  const categories = feature.aggregate?.categories ?? null
  if (categories === null) return [{ ...member, index: null }]
  const { vocabulary } = categories
  if (vocabulary === null) {
    throw new PintailError({
      code: 'not_ingested',
      message: `the categories of ${view.view}:${columnOf(feature)} are not fitted yet: no ingest has seen them`,
      fix: `pintail ingest ${view.view}`,
    })
  }
  if (category === null)
    return (categoryNames(categories) ?? []).map((name, index) => ({ ...member, category: name, index }))
  const index = categoryAt(vocabulary, category)
  if (index === null)
    throw new PintailError(unknownCategory(`${view.view}@${view.version}:${feature.name}`, category, vocabulary))
  return [{ ...member, index }]
}

const onceEach = (values: readonly Value[]): Value[] => {
  const seen = new Map(values.map((it) => [`${it.view.id} ${it.feature.id} ${it.index}`, it]))
  return [...seen.values()]
}

const nameOf = ({ feature, category }: Member): string => formatPart({ feature: feature.name, category })

const columned = (values: readonly Value[], full: boolean): Selected[] => {
  const taken = new Map<string, Member>()
  return values.map((value) => {
    const { view, feature, index } = value
    const column = full ? `${view.view}__${nameOf(value)}` : nameOf(value)
    const before = taken.get(column)
    if (before) throw clash(column, before, value, full)
    taken.set(column, value)
    return { view, feature, category: index, column }
  })
}

const clash = (column: string, a: Member, b: Member, full: boolean): PintailError => {
  const called = (it: Member): string =>
    formatReference({
      view: it.view.view,
      version: a.view.view === b.view.view ? it.view.version : null,
      feature: nameOf(it),
    })
  const apart = a.view.view === b.view.view
  return new PintailError({
    code: 'duplicate_column',
    message: `${called(a)} and ${called(b)} would both be the column "${column}"`,
    fix: full || apart ? 'ask for one of them at a time' : 'add --full-feature-names, or leave one out',
  })
}
