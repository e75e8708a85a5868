// In what form are versions kept as JSON? Read back through these shapes, so that a damaged registry says so.
import * as z from 'zod'
import { PintailError } from './errors.ts'
import { fitFunctions } from './fit-calls.ts'
import { type Json, readJson } from './json.ts'
import { featureTypes } from './values.ts'

const type = z.enum(featureTypes)
const column = z.object({ name: z.string(), type })

const derived = z.union([
  column.extend({ json: z.string(), path: z.string() }),
  column.extend({ sql: z.string(), reads: z.array(z.string()) }),
])

const reads = z.object({ raw: z.array(column), derived: z.array(derived) })
const described = { description: z.string(), owner: z.string(), tags: z.array(z.string()) }
const micros = z.union([z.int(), z.bigint()]).transform((it) => BigInt(it))

export const storedColumns = z.array(column)

export const storedRowSet = z.object({
  keys: z.array(column),
  filter: z.string().nullable(),
  timestamp: z.string(),
  created: z.string().nullable(),
  timezone: z.string(),
  reads,
})

export const storedFeature = z.object({
  expression: z.string(),
  uses: z.array(z.object({ name: z.string(), id: z.int() })),
  reads,
  default: z.union([z.string(), z.number(), z.bigint(), z.boolean()]).nullable(),
  ...described,
})

export const storedFits = z.array(
  z.object({
    call: z.string(),
    function: z.enum(fitFunctions),
    argument: z.string(),
    q: z.number().nullable(),
    value: z.number().nullable(),
    identity: z.string(),
  }),
)

export const storedView = z.object({
  entities: z.array(z.string()),
  ttl: micros.nullable(),
  online: z.boolean(),
  features: z.array(z.int()),
  ...described,
})

export const storedService = z.object({ members: z.array(z.tuple([z.int(), z.int()])), ...described })

/** What the files said last of a view: its parts that make no version, and the order of its features. */
export const declaredView = z.object({
  ...described,
  sla: micros.nullable(),
  features: z.array(z.object({ name: z.string(), ...described })),
})

export const declaredThing = z.object(described)

/** Reads a stored text; `what` names the row in the error. */
export const readStored = <T>(shape: z.ZodType<T>, text: string, what: string): T => {
  const json = parsed(text, what)
  const result = shape.safeParse(json)
  if (result.success) return result.data
  throw damaged(what, z.prettifyError(result.error))
}

const parsed = (text: string, what: string): Json => {
  try {
    return readJson(text)
  } catch (cause) {
    throw damaged(what, cause instanceof Error ? cause.message : String(cause))
  }
}

const damaged = (what: string, why: string): PintailError =>
  new PintailError({
    code: 'registry_damaged',
    message: `the registry's ${what} cannot be read: ${why}`,
    fix: 'restore registry.db from a copy',
  })
