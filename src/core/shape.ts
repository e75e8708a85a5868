// Is this JSON what Pintail itself wrote? Small readers that check and copy: nothing to load, nothing to build at start.
import { isArray, isObject, type Json, type JsonObject } from './json.ts'

/** Gives the value in its shape, or throws {@link Misshapen}; `at` is where it stands, for the message. */
export type Shape<T> = (json: Json | undefined, at: string) => T

export class Misshapen extends Error {}

const misshapen = (wanted: string, json: Json | undefined, at: string): Misshapen => {
  const found = json === undefined ? 'nothing' : json === null ? 'null' : isArray(json) ? 'a list' : `a ${typeof json}`
  return new Misshapen(`${at === '' ? '' : `${at.replace(/^\./, '')}: `}expected ${wanted}, found ${found}`)
}

export const text: Shape<string> = (json, at) => {
  if (typeof json === 'string') return json
  throw misshapen('a text', json, at)
}

export const truth: Shape<boolean> = (json, at) => {
  if (typeof json === 'boolean') return json
  throw misshapen('true or false', json, at)
}

export const number: Shape<number> = (json, at) => {
  if (typeof json === 'number') return json
  throw misshapen('a number', json, at)
}

export const whole: Shape<number> = (json, at) => {
  if (typeof json === 'number' && Number.isSafeInteger(json)) return json
  throw misshapen('a whole number', json, at)
}

/** Of any size. */
export const integer: Shape<bigint> = (json, at) => {
  if (typeof json === 'bigint') return json
  if (typeof json === 'number' && Number.isSafeInteger(json)) return BigInt(json)
  throw misshapen('a whole number', json, at)
}

export const scalar: Shape<string | number | bigint | boolean> = (json, at) => {
  if (typeof json === 'object' || json === undefined) throw misshapen('a text, a number or a truth', json, at)
  return json
}

export const oneOf =
  <T extends string>(known: readonly T[]): Shape<T> =>
  (json, at) => {
    const found = known.find((it) => it === json)
    if (found !== undefined) return found
    throw misshapen(`one of ${known.join(', ')}`, json, at)
  }

export const orNull =
  <T>(shape: Shape<T>): Shape<T | null> =>
  (json, at) =>
    json === null ? null : shape(json, at)

export const listOf =
  <T>(shape: Shape<T>): Shape<T[]> =>
  (json, at) => {
    if (isArray(json)) return json.map((it, i) => shape(it, `${at}[${i}]`))
    throw misshapen('a list', json, at)
  }

export const pairOf =
  <A, B>(first: Shape<A>, second: Shape<B>): Shape<[A, B]> =>
  (json, at) => {
    if (isArray(json) && json.length === 2) return [first(json[0], `${at}[0]`), second(json[1], `${at}[1]`)]
    throw misshapen('a pair', json, at)
  }

/** What reads a map: each key by its own shape; other keys are left out. */
export const mapOf =
  <T>(read: (part: <P>(key: string, shape: Shape<P>) => P, json: JsonObject, at: string) => T): Shape<T> =>
  (json, at) => {
    if (!isObject(json)) throw misshapen('a map', json, at)
    return read((key, shape) => shape(json[key], `${at}.${key}`), json, at)
  }
