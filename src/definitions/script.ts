// Is this JavaScript well formed? Its syntax tree, or where it is not.
import { type AnyNode, parse } from 'acorn'

const options = { ecmaVersion: 'latest', sourceType: 'module', locations: true, allowHashBang: true } as const

/** Null for a malformed text. */
export const parseScript = (text: string): AnyNode | null => {
  try {
    return parse(text, options)
  } catch {
    return null
  }
}

/** The first fault; line and column count from 1. V8 does not tell where a module is malformed. */
export const faultIn = (text: string): { readonly line: number; readonly column: number } | null => {
  try {
    parse(text, options)
    return null
  } catch (thrown) {
    return thrown instanceof SyntaxError && 'loc' in thrown ? placeOf(thrown.loc) : null
  }
}

const placeOf = (loc: unknown): { readonly line: number; readonly column: number } | null =>
  typeof loc === 'object' && loc !== null && 'line' in loc && 'column' in loc
    ? { line: Number(loc.line), column: Number(loc.column) + 1 }
    : null
