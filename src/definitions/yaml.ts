// What does a YAML definition file declare? Each named thing, unchecked, with the place of every part.
import type { Declaration } from '../core/catalog.ts'
import { type DefinitionKind, definitionKinds } from '../core/definitions.ts'
import type { Problem } from '../core/errors.ts'
import { didYouMean } from '../core/nearest.ts'
import { readYaml, type YamlDocument } from './yaml-text.ts'

/** What definition files declare, and what is wrong with the files themselves. */
export interface Found {
  readonly declarations: readonly Declaration[]
  readonly problems: readonly Problem[]
}

export const readYamlDefinitions = (text: string, file: string): Found => {
  const { documents, problems } = readYaml(text, file)
  const found = documents.map(declared)
  return {
    declarations: found.flatMap(({ declarations }) => declarations),
    problems: [...problems, ...found.flatMap((it) => it.problems)],
  }
}

const declared = ({ value, place }: YamlDocument): Found => {
  if (value === null) return { declarations: [], problems: [] }
  if (!isMap(value)) {
    const message = `a definition file is a map of ${definitionKinds.join(', ')}`
    return { declarations: [], problems: [{ code: 'bad_definition', message, at: place([]) }] }
  }
  const declarations: Declaration[] = []
  const problems: Problem[] = []
  for (const [key, things] of Object.entries(value)) {
    const kind = definitionKinds.find((known) => known === key)
    if (kind === undefined) {
      const fix = didYouMean(key, definitionKinds, `the keys here are ${definitionKinds.join(', ')}`)
      problems.push({ code: 'unknown_key', message: `unknown key "${key}"`, at: place([key], 'key'), fix })
    } else if (isMap(things)) declarations.push(...named(kind, things, place))
    else if (things !== null) {
      const message = `${kind}: expected a map from name to definition`
      problems.push({ code: 'bad_definition', message, at: place([key]) })
    }
  }
  return { declarations, problems }
}

const named = (
  kind: DefinitionKind,
  things: Readonly<Record<string, unknown>>,
  place: YamlDocument['place'],
): Declaration[] =>
  Object.entries(things).map(([name, body]) => ({
    kind,
    name,
    body,
    place: (path, part) => place([kind, name, ...path], path.length === 0 ? 'key' : part),
  }))

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
