// Does the JSON Schema know what the YAML form may say?
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parse } from 'yaml'
import { jsonSchema } from '../../src/definitions/schema.ts'
import { behaviourYaml } from './behaviour.ts'
import { modelYaml } from './model.ts'

interface Part {
  readonly $ref?: string
  readonly type?: string
  readonly properties?: Readonly<Record<string, Part>>
  readonly additionalProperties?: Part | false
  readonly anyOf?: readonly Part[]
  readonly oneOf?: readonly Part[]
  readonly allOf?: readonly Part[]
  readonly definitions?: Readonly<Record<string, Part>>
}

// Through text, as an editor gets it.
const schema: Part & { readonly $schema: string; readonly $id: string; readonly title: string } = JSON.parse(
  JSON.stringify(jsonSchema()),
)

/** The schemas that a part stands for. */
const branches = (part: Part): readonly Part[] => {
  const named = part.$ref === undefined ? [] : [schema.definitions?.[part.$ref.replace('#/definitions/', '')] ?? {}]
  const inner = [...named, ...(part.anyOf ?? []), ...(part.oneOf ?? []), ...(part.allOf ?? [])]
  return [part, ...inner.flatMap(branches)]
}

const unknownKeys = (value: unknown, part: Part, path: string): string[] => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return []
  return Object.entries(value).flatMap(([key, inner]) => {
    const known = branches(part).flatMap(({ properties, additionalProperties }) => [
      ...(properties?.[key] ? [properties[key]] : []),
      ...(additionalProperties ? [additionalProperties] : []),
    ])
    return known.length === 0
      ? [`${path}.${key}`]
      : known.flatMap((next) => unknownKeys(inner, next, `${path}.${key}`)).slice(0, 1)
  })
}

test('it names itself, for editors that know draft 7', () => {
  assert.equal(schema.$schema, 'http://json-schema.org/draft-07/schema#')
  assert.equal(schema.$id, 'urn:pintail:definitions')
  assert.equal(schema.title, 'Pintail definitions')
  assert.deepEqual(Object.keys(schema.properties ?? {}), ['entities', 'sources', 'views', 'services'])
})

test('it knows every key of the model, and no other', () => {
  assert.deepEqual(unknownKeys(parse(modelYaml), schema, ''), [])
  assert.deepEqual(unknownKeys(parse(behaviourYaml), schema, ''), [])
  assert.deepEqual(unknownKeys({ views: { v: { onwer: 'me' } } }, schema, ''), ['.views.v.onwer'])
})

test('it lists the types, says what each key is, and holds nothing that allows anything', () => {
  const text = JSON.stringify(schema)
  assert.match(
    text,
    /"enum":\["string","int32","int64","float32","float64","bool","timestamp","bytes","json","string\[\]"/,
  )
  assert.match(text, /"description":"How old a row may be and still answer; no bound unless given"/)
  assert.doesNotMatch(text, /:\{\}[,}]/)
})
