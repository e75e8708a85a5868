// From zod's issues to problems a person can act on: place, nearest key, one line each.
import type { z } from 'zod'
import type { Place, Problem } from './errors.ts'
import { nearest } from './nearest.ts'

type Issue = z.core.$ZodIssue

/** Every key a definition can have, for the nearest-key hint. */
const knownKeys = [
  'entities sources views services keys description owner tags type path timestamp created timezone columns max_rejected',
  'options delimiter quote escape header encoding null types json sql minMax standardize bucketize bins edges default',
  'entity source ttl where features online sla project definitions engine threads memory_limit server host port',
].flatMap((line) => line.split(' '))

/** One problem an issue; of a union, the branch that came nearest speaks. */
export const problemsOf = (
  issues: readonly Issue[],
  place: (path: readonly PropertyKey[]) => Place,
  prefix: readonly PropertyKey[] = [],
): Problem[] => issues.flatMap((issue) => problemOf(issue, place, [...prefix, ...issue.path]))

const problemOf = (
  issue: Issue,
  place: (path: readonly PropertyKey[]) => Place,
  path: readonly PropertyKey[],
): Problem[] => {
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(key, place([...path, key])))
  if (issue.code === 'invalid_union' && issue.errors.length > 0)
    return problemsOf(closestBranch(issue.errors), place, path)
  if (issue.code === 'invalid_key') {
    return [{ code: 'bad_definition', message: issue.issues[0]?.message ?? issue.message, at: place(path) }]
  }
  const where = path.length === 0 ? '' : `${path.map(String).join('.')}: `
  return [{ code: 'bad_definition', message: `${where}${lowered(issue.message)}`, at: place(path) }]
}

const unknownKey = (key: string, at: Place): Problem => {
  const near = nearest(key, knownKeys)
  const hint =
    near === undefined || near === key ? 'remove it   pintail schema lists the keys' : `did you mean "${near}"?`
  return { code: 'unknown_key', message: `unknown key "${key}"`, at, fix: hint }
}

/** A branch that only has unknown keys or deep issues was meant; one that lacks its own key was not. */
const closestBranch = (branches: readonly (readonly Issue[])[]): readonly Issue[] => {
  const distanceOf = (issues: readonly Issue[]): number =>
    issues.reduce((sum, issue) => sum + (issue.path.length <= 1 && issue.code === 'invalid_type' ? 10 : 1), 0)
  return branches.reduce((best, branch) => (distanceOf(branch) < distanceOf(best) ? branch : best))
}

const lowered = (message: string): string => message.replace(/^Invalid input: /, '')
