// What is asked about: every join key given, all lists of one length, every value of its key's type.
import { nouns } from '../core/counted.ts'
import { PintailError } from '../core/errors.ts'
import { nearest } from '../core/nearest.ts'
import type { Column, Value } from '../core/values.ts'
import { readKeys } from './keys.ts'

/** Join key → values, one a row asked about. */
export type Entities = ReadonlyMap<string, readonly unknown[]>

export interface KeyValues extends Column {
  readonly values: readonly Value[]
}

/** The keys needed, in the order of the question; of what else was given only the number of values is looked at. */
export const checkEntities = (needed: readonly Column[], entities: Entities): KeyValues[] => {
  const asked: KeyValues[] = []
  let first: { readonly name: string; readonly length: number } | undefined
  for (const [name, given] of entities) {
    first ??= { name, length: given.length }
    if (given.length !== first.length) throw uneven(first.name, first.length, name, given.length)
    const key = needed.find((it) => it.name === name)
    if (key) asked.push({ name, type: key.type, values: readKeys(key, given) })
  }
  if (asked.length < needed.length) throw missing(needed, entities)
  return asked
}

const missing = (needed: readonly Column[], entities: Entities): PintailError => {
  const [name = ''] = needed.map((key) => key.name).filter((it) => !entities.has(it))
  const near = nearest(name, entities.keys())
  const given = entities.size === 0 ? '' : `; given: ${[...entities.keys()].join(', ')}`
  return new PintailError({
    code: 'missing_key',
    message: `the join key "${name}" is needed and not given${given}`,
    fix: near === undefined ? `give "${name}" among the entities` : `write "${name}" for "${near}"`,
  })
}

const uneven = (a: string, lengthOfA: number, b: string, lengthOfB: number): PintailError =>
  new PintailError({
    code: 'bad_argument',
    message: `"${a}" has ${lengthOfA} ${nouns(lengthOfA, 'value')} and "${b}" has ${lengthOfB}`,
    fix: 'give every join key one value for each row asked about',
  })
