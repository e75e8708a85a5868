// Do the definitions fit together? Parsed, cross-checked and frozen; nothing behind here knows YAML from TypeScript.
import { z } from 'zod'
import type { Micros } from './clock.ts'
import * as schema from './definitions.ts'
import { readDuration } from './durations.ts'
import { type Place, type Problem, throwProblems } from './errors.ts'
import { type Feature, normalizeFeature } from './features.ts'
import { didYouMean } from './nearest.ts'
import { problemsOf } from './problems.ts'
import { readReference } from './references.ts'
import type { Column } from './values.ts'

/** A declaration as a file gave it, unchecked, with a way back to the place of each part. */
export interface Declaration {
  readonly kind: schema.DefinitionKind
  readonly name: string
  readonly body: unknown
  place(path: readonly PropertyKey[]): Place
}

export interface View {
  readonly name: string
  readonly entities: readonly string[]
  /** The join keys of all its entities, in order. */
  readonly keys: readonly Column[]
  readonly source: string
  readonly ttl: Micros | null
  readonly where: string | null
  readonly features: readonly Feature[]
  readonly online: boolean
  readonly sla: Micros | null
  readonly description: string
  readonly owner: string
  readonly tags: readonly string[]
}

export interface Catalog {
  readonly entities: ReadonlyMap<string, schema.EntityDefinition>
  readonly sources: ReadonlyMap<string, schema.SourceDefinition>
  readonly views: ReadonlyMap<string, View>
  readonly services: ReadonlyMap<string, schema.ServiceDefinition>
  /** Where a named thing, or a part of it, was declared. */
  placeOf(kind: schema.DefinitionKind, name: string, path?: readonly PropertyKey[]): Place | undefined
}

const shapes = { entities: schema.entity, sources: schema.source, views: schema.view, services: schema.service }

/** Checks every declaration and throws all problems at once. */
export const catalogOf = (declarations: readonly Declaration[]): Catalog => {
  const problems: Problem[] = []
  const places = new Map<string, Declaration>()
  const parsed = {
    entities: new Map<string, schema.EntityDefinition>(),
    sources: new Map<string, schema.SourceDefinition>(),
    views: new Map<string, schema.ViewDefinition>(),
    services: new Map<string, schema.ServiceDefinition>(),
  }
  for (const declaration of declarations) {
    const { kind, name } = declaration
    const before = places.get(`${kind} ${name}`)
    if (before) problems.push(duplicate(declaration, before))
    places.set(`${kind} ${name}`, declaration)
    problems.push(...nameProblems(declaration))
    const result = shapes[kind].safeParse(declaration.body)
    if (result.success) (parsed[kind] as Map<string, unknown>).set(name, result.data)
    else problems.push(...problemsOf(result.error.issues, within(declaration)))
  }
  throwProblems(problems)

  const views = new Map<string, View>()
  for (const [name, view] of parsed.views) {
    const place = within(places.get(`views ${name}`))
    problems.push(...danglingProblems(name, view, parsed, place))
    views.set(name, viewOf(name, view, parsed.entities))
    problems.push(...keyProblems(name, view, parsed.entities, place))
  }
  for (const [name, service] of parsed.services) {
    problems.push(...referenceProblems(name, service, views, within(places.get(`services ${name}`))))
  }
  throwProblems(problems)
  return Object.freeze({
    ...parsed,
    views,
    placeOf: (kind: schema.DefinitionKind, name: string, path: readonly PropertyKey[] = []) =>
      places.get(`${kind} ${name}`)?.place(path),
  })
}

const within =
  (declaration: Declaration | undefined) =>
  (path: readonly PropertyKey[]): Place =>
    declaration
      ? { ...declaration.place(path), within: `${schema.nounOf[declaration.kind]} "${declaration.name}"` }
      : { file: 'unknown' }

const duplicate = (declaration: Declaration, before: Declaration): Problem => {
  const first = before.place([])
  return {
    code: 'duplicate_name',
    message: `${schema.nounOf[declaration.kind]} "${declaration.name}" is defined twice`,
    at: declaration.place([]),
    fix: `rename or remove one; the first is at ${first.file}${first.line === undefined ? '' : `:${first.line}`}`,
  }
}

const nameProblems = (declaration: Declaration): Problem[] => {
  const result = schema.name.safeParse(declaration.name)
  if (result.success) return []
  return [
    { code: 'bad_definition', message: z.prettifyError(result.error).replace(/^✖ /, ''), at: declaration.place([]) },
  ]
}

type Parsed = {
  readonly entities: ReadonlyMap<string, schema.EntityDefinition>
  readonly sources: ReadonlyMap<string, schema.SourceDefinition>
}

type PlaceOf = (path: readonly PropertyKey[]) => Place

const entityNames = (view: schema.ViewDefinition): readonly string[] =>
  view.entities ?? (view.entity === undefined ? [] : [view.entity])

const danglingProblems = (name: string, view: schema.ViewDefinition, parsed: Parsed, place: PlaceOf): Problem[] => {
  const problems: Problem[] = []
  for (const entity of entityNames(view)) {
    if (parsed.entities.has(entity)) continue
    problems.push({
      code: 'unknown_entity',
      message: `feature view "${name}" names the entity "${entity}", which is not defined`,
      at: place([view.entities ? 'entities' : 'entity']),
      fix: didYouMean(entity, parsed.entities.keys(), 'define it among entities'),
    })
  }
  if (!parsed.sources.has(view.source)) {
    problems.push({
      code: 'unknown_source',
      message: `feature view "${name}" names the source "${view.source}", which is not defined`,
      at: place(['source']),
      fix: didYouMean(view.source, parsed.sources.keys(), 'define it among sources'),
    })
  }
  return problems
}

const keysOf = (view: schema.ViewDefinition, entities: Parsed['entities']): Column[] =>
  entityNames(view).flatMap((entity) =>
    Object.entries(entities.get(entity)?.keys ?? {}).map(([name, type]) => ({ name, type })),
  )

const keyProblems = (
  name: string,
  view: schema.ViewDefinition,
  entities: Parsed['entities'],
  place: PlaceOf,
): Problem[] => {
  const seen = new Set<string>()
  const twice = keysOf(view, entities).filter((key) => seen.size === seen.add(key.name).size)
  const asFeature = [...seen].filter((key) => key in view.features)
  return [
    ...twice.map(
      (key): Problem => ({
        code: 'bad_definition',
        message: `feature view "${name}" has the join key "${key.name}" from two entities`,
        at: place(['entities']),
        fix: 'give one of the keys another name',
      }),
    ),
    ...asFeature.map(
      (key): Problem => ({
        code: 'bad_definition',
        message: `feature view "${name}" has a feature with the name of its join key "${key}"`,
        at: place(['features', key]),
        fix: 'rename the feature; the key is in every answer already',
      }),
    ),
  ]
}

const viewOf = (name: string, view: schema.ViewDefinition, entities: Parsed['entities']): View =>
  Object.freeze({
    name,
    entities: entityNames(view),
    keys: keysOf(view, entities),
    source: view.source,
    ttl: view.ttl === undefined ? null : positive(readDuration(view.ttl)),
    where: view.where ?? null,
    features: Object.entries(view.features).map(([feature, given]) => normalizeFeature(feature, given, view)),
    online: view.online ?? true,
    sla: view.sla === undefined ? null : readDuration(view.sla),
    description: view.description ?? '',
    owner: view.owner ?? '',
    tags: view.tags ?? [],
  })

/** A ttl of 0 means no lower bound, as no ttl does. */
const positive = (ttl: Micros | null): Micros | null => (ttl === 0n ? null : ttl)

const referenceProblems = (
  service: string,
  definition: schema.ServiceDefinition,
  views: ReadonlyMap<string, View>,
  place: PlaceOf,
): Problem[] =>
  definition.features.flatMap((text, i): Problem[] => {
    const reference = readReference(text)
    if (!reference) return []
    const at = place(['features', i])
    const view = views.get(reference.view)
    if (!view) {
      const fix = didYouMean(reference.view, views.keys(), 'pintail list views')
      return [
        {
          code: 'unknown_view',
          message: `feature service "${service}" names the view "${reference.view}", which is not defined`,
          at,
          fix,
        },
      ]
    }
    // A pinned version may hold features the current definition lacks; the registry resolves it at apply.
    if (reference.feature === '*' || reference.version !== null) return []
    const names = view.features.map((feature) => feature.name)
    if (names.includes(reference.feature)) return []
    const fix = didYouMean(reference.feature, names, `pintail list features --view ${reference.view}`)
    return [
      {
        code: 'unknown_feature',
        message: `feature view "${reference.view}" has no feature "${reference.feature}"`,
        at,
        fix,
      },
    ]
  })
