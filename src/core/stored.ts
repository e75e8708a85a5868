// In what form are versions kept as JSON? Read back through these shapes, so that a damaged registry says so.
import { type Aggregate, aggregateFunctions, type Categories, type CategoryPolicy } from './aggregates.ts'
import { messageOf, PintailError } from './errors.ts'
import { fitFunctions } from './fit-calls.ts'
import { type Json, readJson } from './json.ts'
import {
  integer,
  listOf,
  mapOf,
  number,
  oneOf,
  orNull,
  pairOf,
  type Shape,
  scalar,
  text,
  truth,
  whole,
} from './shape.ts'
import { type Column, featureTypes } from './values.ts'
import { type DerivedRead, featureKinds, type Reads } from './versions.ts'

export const texts = listOf(text)
const type = oneOf(featureTypes)
const column: Shape<Column> = mapOf((part) => ({ name: part('name', text), type: part('type', type) }))

const derived: Shape<DerivedRead> = mapOf((part, { json, sincePrevious }) => {
  const named = { name: part('name', text), type: part('type', type) }
  if (json !== undefined) return { ...named, json: part('json', text), path: part('path', text) }
  if (sincePrevious !== undefined) return { ...named, sincePrevious: true }
  return { ...named, sql: part('sql', text), reads: part('reads', texts) }
})

const reads: Shape<Reads> = mapOf((part) => ({
  raw: part('raw', listOf(column)),
  derived: part('derived', listOf(derived)),
}))

/** Words about a thing, as the files said them. */
export interface Described {
  readonly description: string
  readonly owner: string
  readonly tags: readonly string[]
}

const described: Shape<Described> = mapOf((part) => ({
  description: part('description', text),
  owner: part('owner', text),
  tags: part('tags', texts),
}))

export const storedColumns = listOf(column)

export const storedRowSet = mapOf((part, json) => ({
  // Absent where an earlier Pintail wrote it.
  events: json.events === undefined ? false : part('events', truth),
  eventId: json.eventId === undefined ? null : part('eventId', orNull(text)),
  keys: part('keys', storedColumns),
  filter: part('filter', orNull(text)),
  timestamp: part('timestamp', text),
  created: part('created', orNull(text)),
  timezone: part('timezone', text),
  reads: part('reads', reads),
}))

const use = mapOf((part) => ({ name: part('name', text), id: part('id', whole) }))

const micros = orNull(integer)

const policy: Shape<CategoryPolicy> = mapOf((part, json) =>
  json.values === undefined ? { top: part('top', whole), min: part('min', whole) } : { values: part('values', texts) },
)

export const storedCategories: Shape<Categories> = mapOf((part) => ({
  policy: part('policy', policy),
  vocabulary: part('vocabulary', orNull(texts)),
  identity: part('identity', text),
}))

const aggregate: Shape<Aggregate> = mapOf((part) => ({
  function: part('function', oneOf(aggregateFunctions)),
  of: part('of', orNull(text)),
  by: part('by', orNull(text)),
  length: part('length', micros),
  closed: part('closed', oneOf(['right', 'left'])),
  q: part('q', orNull(number)),
  scale: part('scale', orNull(number)),
  within: part('within', micros),
  steps: part('steps', orNull(whole)),
  as: part('as', oneOf(['value', 'binary', 'oneHot'])),
  categories: part('categories', orNull(storedCategories)),
}))

export const storedFeature = mapOf((part, json, at) => ({
  kind: json.kind === undefined ? ('row' as const) : part('kind', oneOf(featureKinds)),
  aggregate: json.aggregate === undefined ? null : part('aggregate', orNull(aggregate)),
  expression: part('expression', text),
  uses: part('uses', listOf(use)),
  reads: part('reads', reads),
  default: part('default', orNull(scalar)),
  ...described(json, at),
}))

export const storedFits = listOf(
  mapOf((part) => ({
    call: part('call', text),
    function: part('function', oneOf(fitFunctions)),
    argument: part('argument', text),
    q: part('q', orNull(number)),
    value: part('value', orNull(number)),
    identity: part('identity', text),
  })),
)

export const storedView = mapOf((part, json, at) => ({
  entities: part('entities', texts),
  ttl: part('ttl', orNull(integer)),
  online: part('online', truth),
  features: part('features', listOf(whole)),
  ...described(json, at),
}))

/** The ids of a view version and a feature version, and perhaps a category of it. */
const member: Shape<[view: number, feature: number, category: string | null]> = (json, at) => {
  const [view, feature, category] = listOf((it: Json | undefined) => it)(json, at)
  const pair = pairOf(whole, whole)(category === undefined ? json : [view ?? null, feature ?? null], at)
  return [...pair, category === undefined ? null : text(category, at)]
}

export const storedService = mapOf((part, json, at) => ({
  members: part('members', listOf(member)),
  ...described(json, at),
}))

/** What the files said last of a view: words about its features, in their order. */
export const declaredView = mapOf((part, json, at) => ({
  ...described(json, at),
  sla: part('sla', orNull(integer)),
  features: part('features', listOf(mapOf((of, it, its) => ({ name: of('name', text), ...described(it, its) })))),
}))

export const declaredThing = described

/** Reads a stored text; `what` names the row in the error. */
export const readStored = <T>(shape: Shape<T>, stored: string, what: string): T => {
  try {
    return shape(readJson(stored), '')
  } catch (cause) {
    throw new PintailError({
      code: 'registry_damaged',
      message: `the registry's ${what} cannot be read: ${messageOf(cause)}`,
      fix: 'restore registry.db from a copy',
    })
  }
}

/** The value in its shape; undefined where it has another. */
export const shaped = <T>(shape: Shape<T>, json: Json | undefined): T | undefined => {
  try {
    return json === undefined ? undefined : shape(json, '')
  } catch {
    return undefined
  }
}
