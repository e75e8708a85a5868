// Does every name that a definition uses exist? What a view and a service say, held against the rest.
import type { ServiceDefinition, ViewDefinition } from './definitions.ts'
import type { Place, Problem } from './errors.ts'
import { type Feature, isFamily, manyValues } from './features.ts'
import { didYouMean, shortList } from './nearest.ts'
import type { PlaceOf } from './problems.ts'
import { readPart, readReference } from './references.ts'
import type { View } from './views.ts'

/** Entities and sources that a view names and nobody defines. */
export const namingProblems = (
  name: string,
  definition: ViewDefinition,
  known: { readonly entities: ReadonlyMap<string, unknown>; readonly sources: ReadonlyMap<string, unknown> },
  place: PlaceOf,
): Problem[] => {
  const problems: Problem[] = []
  const check = (entity: string, at: Place): void => {
    if (known.entities.has(entity)) return
    const message = `feature view "${name}" names the entity "${entity}", which is not defined`
    const fix = didYouMean(entity, known.entities.keys(), 'define it among entities')
    problems.push({ code: 'unknown_entity', message, at, fix })
  }
  if (definition.entity !== undefined) check(definition.entity, place(['entity']))
  for (const [i, entity] of (definition.entities ?? []).entries()) check(entity, place(['entities', i]))
  if (!known.sources.has(definition.source)) {
    const message = `feature view "${name}" names the source "${definition.source}", which is not defined`
    const fix = didYouMean(definition.source, known.sources.keys(), 'define it among sources')
    problems.push({ code: 'unknown_source', message, at: place(['source']), fix })
  }
  return problems
}

/** Join keys that meet each other or a feature. The engines fold case, so `ID` and `id` are one column. */
export const keyProblems = (view: View, place: PlaceOf): Problem[] => {
  const names = view.keys.map((key) => key.name.toLowerCase())
  const twice = view.keys.filter((_, i) => names.indexOf(names[i] ?? '') < i)
  const hidden = view.features.filter((feature) => names.includes(feature.name))
  return [
    ...twice.map(
      (key): Problem => ({
        code: 'bad_definition',
        message: `feature view "${view.name}" has the join key "${key.name}" twice`,
        at: place([]),
        fix: 'give one of the keys another name',
      }),
    ),
    ...hidden.map(
      ({ name, declared }): Problem => ({
        code: 'bad_definition',
        message: `feature view "${view.name}" has a feature with the name of its join key "${name}"`,
        at: place(['features', declared], 'key'),
        fix: 'rename the feature; the key is in every answer already',
      }),
    ),
  ]
}

/** Names that a view's windows and forms generate and another declaration has, or generates too. */
export const generatedNameProblems = (view: View, place: PlaceOf): Problem[] => {
  const first = new Map<string, Feature>()
  return view.features.flatMap((feature): Problem[] => {
    const other = first.get(feature.name)
    if (!other) first.set(feature.name, feature)
    if (!other) return []
    const said = ({ name, declared }: Feature): string =>
      declared === name ? `"${name}" itself` : `a window or form of "${declared}"`
    return [
      {
        code: 'duplicate_name',
        message: `feature view "${view.name}" has "${feature.name}" twice: ${said(other)}, and ${said(feature)}`,
        at: place(['features', feature.declared], 'key'),
        fix: `rename "${feature.declared}" or "${other.declared}"`,
      },
    ]
  })
}

/** What a ratio is of and the view does not have, or has once for each category. */
export const ratioProblems = (
  name: string,
  { features: declared }: ViewDefinition,
  { features }: Pick<View, 'features'>,
  place: PlaceOf,
): Problem[] =>
  Object.entries(declared).flatMap(([ratio, given]): Problem[] => {
    if (typeof given === 'string' || !('ratio' in given)) return []
    return given.ratio.flatMap((of, i): Problem[] => {
      const at = place(['features', ratio, 'ratio', i])
      const found = features.find((feature) => feature.name === of)
      if (found) return isFamily(found) ? [{ code: 'bad_definition', ...manyValues(of), at }] : []
      const others = features.flatMap((it) => (isFamily(it) || it.name === ratio ? [] : [it.name]))
      const message = `feature view "${name}" has no feature "${of}" for the ratio "${ratio}"`
      const fix = didYouMean(of, others, `a ratio is of features of its view: ${shortList(others)}`)
      return [{ code: 'unknown_feature', message, at, fix }]
    })
  })

/** References of a service to views and features that nobody defines. */
export const referenceProblems = (
  service: string,
  definition: ServiceDefinition,
  views: ReadonlyMap<string, View>,
  place: PlaceOf,
): Problem[] =>
  definition.features.flatMap((text, i): Problem[] => {
    const reference = readReference(text)
    if (!reference) return []
    const at = place(['features', i])
    // What a pinned version holds is in the registry, declared or not: apply resolves it.
    if (reference.version !== null) return []
    const view = views.get(reference.view)
    if (!view) {
      const message = `feature service "${service}" names the view "${reference.view}", which is not defined`
      return [
        { code: 'unknown_view', message, at, fix: didYouMean(reference.view, views.keys(), 'pintail list views') },
      ]
    }
    if (reference.feature === '*') return []
    const names = view.features.map((feature) => feature.name)
    if (names.includes(reference.feature)) return []
    // Whether it has the category is for apply to tell, which knows the vocabulary.
    const { feature, category } = readPart(reference.feature)
    if (category !== null && view.features.some((it) => it.name === feature && isFamily(it))) return []
    const message = `feature view "${reference.view}" has no feature "${reference.feature}"`
    const fix = didYouMean(reference.feature, names, `pintail list features --view ${reference.view}`)
    return [{ code: 'unknown_feature', message, at, fix }]
  })
