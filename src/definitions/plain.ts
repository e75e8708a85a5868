// Is what a definition holds plain data? Copies it, so that it can leave its thread, and names what cannot.
import type { Unplain } from './worker-messages.ts'

/** What is not plain is left out of the copy. */
export const plainOf = (body: unknown): { readonly value: unknown; readonly unplain: readonly Unplain[] } => {
  const unplain: Unplain[] = []
  const above = new Set<object>()

  const copy = (value: unknown, path: readonly PropertyKey[]): unknown => {
    if (typeof value === 'function' || typeof value === 'symbol') return refuse(path, `a ${typeof value}`)
    if (typeof value !== 'object' || value === null) return value
    if (above.has(value)) return refuse(path, 'something that contains itself')
    if (!Array.isArray(value) && !isPlainObject(value)) return refuse(path, `a ${value.constructor?.name ?? 'object'}`)
    above.add(value)
    const copied = Array.isArray(value) ? value.map((item, i) => copy(item, [...path, i])) : copyParts(value, path)
    above.delete(value)
    return copied
  }
  const copyParts = (value: object, path: readonly PropertyKey[]): object => {
    const parts = Object.entries(value).map(([key, part]): [string, unknown] => [key, copy(part, [...path, key])])
    return Object.fromEntries(parts.filter(([, part]) => part !== undefined))
  }
  const refuse = (path: readonly PropertyKey[], what: string): undefined => {
    const where = path.length === 0 ? '' : `${path.map(String).join('.')}: `
    unplain.push({ path, message: `${where}${what} is no plain value: text, number, boolean, list or object` })
  }
  return { value: copy(body, []), unplain }
}

const isPlainObject = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || prototype === Object.prototype
}
