// JSON that loses no digit: integers beyond 2^53 are bigint, and equal values have one text.

export type Json = null | boolean | number | bigint | string | readonly Json[] | JsonObject
export interface JsonObject {
  readonly [key: string]: Json
}

export const isObject = (json: Json | undefined): json is JsonObject =>
  typeof json === 'object' && json !== null && !Array.isArray(json)

export const isArray = (json: Json | undefined): json is readonly Json[] => Array.isArray(json)

const unsafeInteger = /\d{16}/

const reviver = (_key: string, value: Json, context?: { readonly source?: string }): Json =>
  typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(context?.source ?? '')
    ? BigInt(context?.source ?? '')
    : value

/** Reads JSON; an integer that a double cannot hold becomes a bigint. */
export const readJson = (text: string): Json => {
  const json: Json = unsafeInteger.test(text) ? JSON.parse(text, reviver) : JSON.parse(text)
  return json
}

/** The one text of a value: keys sorted, no spaces, every digit of a bigint. */
export const canonicalJson = (json: Json): string => {
  if (typeof json === 'bigint') return String(json)
  if (isArray(json)) return `[${json.map(canonicalJson).join(',')}]`
  if (!isObject(json)) return JSON.stringify(json)
  const entries = Object.keys(json)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(json[key] ?? null)}`)
  return `{${entries.join(',')}}`
}
