// Whatever stands at a key that does not belong there: is it told in Pintail's words, at its place, with what mends it?
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as z from 'zod'
import { configuration } from '../../src/core/configuration.ts'
import { definitions } from '../../src/core/definitions.ts'
import { readAs } from '../../src/core/problems.ts'
import { jsonSchema } from '../../src/definitions/schema.ts'

interface Part {
  readonly $ref?: string
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly type?: string
  readonly pattern?: string
  readonly minimum?: number
  readonly examples?: readonly unknown[]
  readonly required?: readonly string[]
  readonly properties?: Readonly<Record<string, Part>>
  readonly additionalProperties?: Part | false
  readonly items?: Part | Part[]
  readonly anyOf?: readonly Part[]
  readonly oneOf?: readonly Part[]
  readonly allOf?: readonly Part[]
  readonly definitions?: Readonly<Record<string, Part>>
}

type Put = (value: unknown) => unknown

/** Ways to put a value at each place that a schema has, with what is required beside it. */
const places = (root: Part): ReadonlyMap<string, Put> => {
  const found = new Map<string, Put>()
  const resolved = (part: Part): Part => root.definitions?.[part.$ref?.replace('#/definitions/', '') ?? ''] ?? part
  const branches = (part: Part): readonly Part[] => {
    const it = resolved(part)
    const choices = [...(it.anyOf ?? []), ...(it.oneOf ?? []), ...(it.allOf ?? [])].filter(
      (choice) => Object.keys(choice).join() !== 'required',
    )
    return choices.length === 0 ? [it] : choices.flatMap(branches)
  }
  const exampleOf = (part: Part): unknown => {
    const [it = {}] = branches(part)
    if (it.const !== undefined) return it.const
    if (it.enum) return it.enum[0]
    if (it.type === 'object')
      return Object.fromEntries((it.required ?? []).map((key) => [key, exampleOf(it.properties?.[key] ?? {})]))
    if (it.type === 'array') return [exampleOf([it.items ?? {}].flat()[0] ?? {})]
    if (it.type === 'number' || it.type === 'integer') return it.minimum ?? 1
    return it.type === 'boolean' ? true : 'x'
  }
  const walk = (part: Part, path: string, put: Put, depth: number): void => {
    for (const it of branches(part)) {
      const inside = { ...(exampleOf(it) as object) }
      for (const [key, inner] of Object.entries(it.properties ?? {}))
        visit(inner, `${path}.${key}`, depth, (value) => put({ ...inside, [key]: value }))
      if (it.additionalProperties) visit(it.additionalProperties, `${path}.*`, depth, (value) => put({ name: value }))
      if (it.items && !Array.isArray(it.items)) visit(it.items, `${path}[]`, depth, (value) => put([value]))
    }
  }
  const visit = (part: Part, path: string, depth: number, put: Put): void => {
    found.set(`${path} ${found.has(path) ? JSON.stringify(part).length : ''}`, put)
    if (depth < 12) walk(part, path, put, depth + 1)
  }
  walk(root, '', (value) => value, 0)
  return found
}

const wrong: readonly unknown[] = [
  42,
  -1.5,
  1e300,
  12345678901234567890n,
  true,
  'text',
  '',
  null,
  undefined,
  [],
  [[]],
  [42],
  ['text', 'text', 'text'],
  {},
  { odd: 1 },
  () => 1,
]

/** Where the message itself says what to write. */
const mending = /; |missing key|is needed|has (either|neither|at least one|a type)|so it is/

const shapes: readonly (readonly [string, z.ZodType, unknown])[] = [
  ['definitions', definitions, jsonSchema()],
  ['pintail.yaml', configuration, z.toJSONSchema(configuration, { target: 'draft-07', unrepresentable: 'any' })],
]

for (const [name, shape, json] of shapes)
  test(`${name}: at every key, every kind of value`, () => {
    const at = places(JSON.parse(JSON.stringify(json)))
    assert.ok(at.size > (shape === definitions ? 150 : 8), `${at.size} places`)
    for (const [path, put] of at)
      for (const value of wrong) {
        const read = readAs(shape, put(value), (within) => ({ file: within.join('.') }))
        for (const { message, fix, at: place } of 'problems' in read ? read.problems : []) {
          const said = `${path}: ${message} → ${fix}`
          assert.doesNotMatch(message, /invalid|expected|received|too (small|big)|undefined|\[object|union/i, said)
          assert.ok(fix !== undefined || mending.test(message), said)
          assert.ok(place?.file !== undefined, said)
        }
      }
  })
