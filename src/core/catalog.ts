// Do the definitions fit together? Parsed, cross-checked and frozen; nothing behind here knows YAML from TypeScript.
import type { z } from 'zod'
import { generatedNameProblems, keyProblems, namingProblems, ratioProblems, referenceProblems } from './cross-checks.ts'
import * as schema from './definitions.ts'
import { type Place, type Problem, throwProblems } from './errors.ts'
import { inFileOrder, type PlaceOf, readAs } from './problems.ts'
import { type View, viewOf } from './views.ts'

export type { View }

/** A declaration as a file gave it, unchecked, with a way back to the place of each part. */
export interface Declaration {
  readonly kind: schema.DefinitionKind
  readonly name: string
  readonly body: unknown
  /** Of the value at a path within the body, or of the key that names it; an absent part has its parent's place. */
  readonly place: PlaceOf
}

export interface Catalog {
  readonly entities: ReadonlyMap<string, schema.EntityDefinition>
  readonly sources: ReadonlyMap<string, schema.SourceDefinition>
  readonly views: ReadonlyMap<string, View>
  readonly services: ReadonlyMap<string, schema.ServiceDefinition>
  /** Where a named thing, or a part of it, was declared. */
  placeOf(kind: schema.DefinitionKind, name: string, path?: readonly PropertyKey[]): Place | undefined
}

/**
 * Checks every declaration and throws all problems at once, after those that reading the files already met: with
 * such a one, things may be missing, so that names are not looked up.
 */
export const catalogOf = (declarations: readonly Declaration[], met: readonly Problem[] = []): Catalog => {
  const problems: Problem[] = [...met, ...declarations.flatMap(nameProblems)]
  const declared = new Map<string, Declaration>()
  for (const declaration of declarations) {
    const known = declared.get(`${declaration.kind} ${declaration.name}`)
    if (known) problems.push(duplicate(declaration, known))
    else declared.set(`${declaration.kind} ${declaration.name}`, declaration)
  }

  const parse = <T>(kind: schema.DefinitionKind, shape: z.ZodType<T>): Map<string, T> => {
    const parsed = new Map<string, T>()
    for (const declaration of declarations) {
      if (declaration.kind !== kind) continue
      const read = readAs(shape, declaration.body, within(declaration))
      if ('data' in read) parsed.set(declaration.name, frozen(read.data))
      else problems.push(...read.problems)
    }
    return parsed
  }
  const entities = parse('entities', schema.entity)
  const sources = parse('sources', schema.source)
  const written = parse('views', schema.view)
  const services = parse('services', schema.service)
  throwProblems(inFileOrder(problems))

  const views = new Map([...written].map(([name, view]) => [name, frozen(viewOf(name, view, entities))]))
  for (const [name, definition] of written) {
    const place = within(declared.get(`views ${name}`))
    problems.push(...namingProblems(name, definition, { entities, sources }, place))
  }
  for (const [name, view] of views) {
    const place = within(declared.get(`views ${name}`))
    problems.push(...keyProblems(view, place), ...generatedNameProblems(view, place))
    const definition = written.get(name)
    if (definition) problems.push(...ratioProblems(name, definition, view, place))
  }
  for (const [name, service] of services) {
    problems.push(...referenceProblems(name, service, views, within(declared.get(`services ${name}`))))
  }
  throwProblems(inFileOrder(problems))
  return Object.freeze({
    entities,
    sources,
    views,
    services,
    placeOf: (kind: schema.DefinitionKind, name: string, path: readonly PropertyKey[] = []) =>
      declared.get(`${kind} ${name}`)?.place(path),
  })
}

const within =
  (declaration: Declaration | undefined): PlaceOf =>
  (path, part) =>
    declaration
      ? { ...declaration.place(path, part), within: `${schema.nounOf[declaration.kind]} "${declaration.name}"` }
      : { file: 'unknown' }

const duplicate = (declaration: Declaration, first: Declaration): Problem => {
  const { file, line } = first.place([], 'key')
  return {
    code: 'duplicate_name',
    message: `${schema.nounOf[declaration.kind]} "${declaration.name}" is defined twice`,
    at: declaration.place([], 'key'),
    fix: `rename or remove one; the first is at ${file}${line === undefined ? '' : `:${line}`}`,
  }
}

const nameProblems = (declaration: Declaration): Problem[] => {
  const { error } = schema.name.safeParse(declaration.name)
  const at = declaration.place([], 'key')
  return (error?.issues ?? []).map(({ message }): Problem => ({ code: 'bad_definition', message, at }))
}

const frozen = <T>(value: T): T => {
  if (typeof value !== 'object' || value === null) return value
  for (const part of Object.values(value)) frozen(part)
  return Object.freeze(value)
}
