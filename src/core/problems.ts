// From zod's issues to problems a person can act on: place, nearest key, one line each.
import * as z from 'zod'
import type { ErrorCode, Place, Problem } from './errors.ts'
import { fixOf, inWords, noneOf } from './issue-words.ts'
import { nearest } from './nearest.ts'

type Issue = z.core.$ZodIssue
type Path = readonly PropertyKey[]
type Schema = z.core.$ZodType

/** Where a part stands: its value, or the key that names it. */
export type PlaceOf = (path: Path, part?: 'key' | 'value') => Place

interface Reading {
  readonly place: PlaceOf
  /** What was asked for, so that an unknown key can be told the known ones. */
  readonly schema: Schema
  readonly code?: ErrorCode | undefined
}

/** What people wrote, read by a schema. One problem an issue; of a union, the branch that came nearest speaks. */
export const readAs = <T>(
  schema: z.ZodType<T>,
  given: unknown,
  place: PlaceOf,
  code?: ErrorCode,
): { readonly data: T } | { readonly problems: readonly Problem[] } => {
  const { success, data, error } = schema.safeParse(given, inWords)
  return success ? { data } : { problems: read(error.issues, { place, schema, code }, []) }
}

/** Problems as they stand in the files, file by file. */
export const inFileOrder = (problems: readonly Problem[]): Problem[] => {
  const text = ({ at }: Problem): string => at?.file ?? ''
  const spot = ({ at }: Problem): number => (at?.line ?? 0) * 1e5 + (at?.column ?? 0)
  return problems.toSorted((a, b) => (text(a) < text(b) ? -1 : text(a) > text(b) ? 1 : spot(a) - spot(b)))
}

const read = (issues: readonly Issue[], reading: Reading, prefix: Path): Problem[] =>
  issues.flatMap((issue) => problemOf(issue, reading, [...prefix, ...issue.path]))

const problemOf = (issue: Issue, reading: Reading, path: Path): Problem[] => {
  const { place, code = 'bad_definition' } = reading
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(key, reading, path))
  if (issue.code === 'invalid_union' && issue.errors.length > 0 && !isMissing(issue))
    return unionProblems(issue.errors, reading, path)
  if (issue.code === 'invalid_key') {
    return [{ code, message: issue.issues[0]?.message ?? issue.message, at: place(path, 'key') }]
  }
  if (isMissing(issue) && path.length > 0) {
    return [{ code, message: `${named(path.slice(0, -1))}missing key "${String(path.at(-1))}"`, at: place(path) }]
  }
  const fix = issue.code === 'custom' ? issue.params?.fix : fixOf(issue)
  const problem = { code, message: `${named(path)}${issue.message}`, at: place(path) }
  return [typeof fix === 'string' ? { ...problem, fix } : problem]
}

const unknownKey = (key: string, reading: Reading, path: Path): Problem => {
  const known = keysAt(reading.schema, path)
  const near = nearest(key, known)
  const listed = known.length === 0 ? 'remove it' : `the keys here are ${known.join(', ')}`
  const fix =
    near === undefined ? listed : near === key ? 'remove it, or choose what has it' : `did you mean "${near}"?`
  return { code: 'unknown_key', message: `unknown key "${key}"`, at: reading.place([...path, key], 'key'), fix }
}

/** The branch with the fewest faults was meant; where several lack their own key, that choice is the problem. */
const unionProblems = (errors: readonly (readonly Issue[])[], reading: Reading, path: Path): Problem[] => {
  const { place, code = 'bad_definition' } = reading
  const branches = flattened(errors)
  const shaped = branches.filter((branch) => !branch.some(isOfWrongKind))
  if (shaped.length === 0) {
    const { message, fix } = ofWrongKind(branches)
    return [{ code, message: `${named(path)}${message}`, at: place(path), fix }]
  }
  const scored = shaped.map((branch) => ({ branch, missing: missingIn(branch), faults: faultsOf(branch) }))
  const fewest = Math.min(...scored.map(({ faults }) => faults))
  const meant = scored.filter(({ faults }) => faults === fewest)
  const wanted = [...new Set(meant.flatMap(({ missing }) => missing.slice(0, 1)))]
  if (wanted.length > 1) {
    return [{ code, message: `${named(path)}one of these keys is needed: ${wanted.join(', ')}`, at: place(path) }]
  }
  const branch = meant[0]?.branch ?? []
  const misspelt = missingIn(branch).length === 0
  return read(misspelt ? branch.filter((issue) => !isMissing(issue)) : branch, reading, path)
}

const flattened = (errors: readonly (readonly Issue[])[]): (readonly Issue[])[] =>
  errors.flatMap((branch) => {
    const [only] = branch
    const nested = only?.code === 'invalid_union' && only.path.length === 0 && only.errors.length > 0
    return nested ? flattened(only.errors) : [branch]
  })

/** A list or a map is never one of some words. */
const isOfWrongKind = (issue: Issue): boolean =>
  issue.path.length === 0 &&
  (issue.code === 'invalid_type' || (issue.code === 'invalid_value' && typeof issue.input === 'object'))

const ofWrongKind = (branches: readonly (readonly Issue[])[]): { message: string; fix: string } => {
  const issues = branches.flat().filter(isOfWrongKind)
  return noneOf(
    issues[0]?.input,
    issues.map((issue) => (issue.code === 'invalid_type' ? issue.expected : 'string')),
  )
}

const isMissing = (issue: Issue): boolean => issue.path.length > 0 && isOfNothing(issue)

/** Whether nothing at all is there, of whatever is wanted. */
const isOfNothing = (issue: Issue): boolean =>
  issue.code === 'invalid_union'
    ? issue.errors.length > 0 &&
      issue.errors.every((branch) => branch.every((it) => it.path.length === 0 && isOfNothing(it)))
    : (issue.code === 'invalid_type' || issue.code === 'invalid_value') && issue.input === undefined

/** Keys of the branch that are absent, not counting one that an unknown key misspells. */
const missingIn = (branch: readonly Issue[]): string[] => {
  const unknown = branch.flatMap((issue) => (issue.code === 'unrecognized_keys' ? issue.keys : []))
  const missing = branch
    .filter((issue) => isMissing(issue) && issue.path.length === 1)
    .map(({ path }) => String(path[0]))
  return missing.filter((key) => !unknown.some((other) => nearest(other, [key]) !== undefined))
}

const faultsOf = (branch: readonly Issue[]): number =>
  (missingIn(branch).length > 0 ? 10 : 0) + branch.filter((issue) => !isMissing(issue)).length

/** The keys a schema knows at a path; none where it is no object. */
const keysAt = (schema: Schema | undefined, path: Path): string[] => {
  if (schema === undefined) return []
  if (schema instanceof z.ZodOptional) return keysAt(schema.unwrap(), path)
  if (schema instanceof z.ZodUnion) return [...new Set(schema.options.flatMap((option) => keysAt(option, path)))]
  const [step, ...rest] = path
  if (schema instanceof z.ZodObject) {
    const shape: Readonly<Record<string, Schema>> = schema.shape
    return step === undefined ? Object.keys(shape) : keysAt(shape[String(step)], rest)
  }
  if (step === undefined) return []
  if (schema instanceof z.ZodRecord) return keysAt(schema.valueType, rest)
  return schema instanceof z.ZodArray ? keysAt(schema.element, rest) : []
}

const named = (path: Path): string => (path.length === 0 ? '' : `${path.map(String).join('.')}: `)
