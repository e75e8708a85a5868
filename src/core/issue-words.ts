// How is it said that a value is of the wrong kind, too small, or none of those known? What was found, and what to write.
import type * as z from 'zod'
import { nearest } from './nearest.ts'

type Issue = z.core.$ZodIssue
type Raw = z.core.$ZodRawIssue

/** For every reading of what people wrote: problems in Pintail's words, with what was found. */
export const inWords = { error: (issue: Raw): string => said(issue), reportInput: true } as const

/** Of what stands where one of several kinds is wanted. */
export const noneOf = (found: unknown, kinds: readonly string[]): { message: string; fix: string } => {
  const wanted = [...new Set(kinds.map((it) => nounOf(it)))]
  const [only = ''] = wanted
  const list = `${wanted.slice(0, -1).join(', ')} nor ${wanted.at(-1)}`
  const message = wanted.length === 1 ? `${shown(found)} is no ${bare(only)}` : `${shown(found)} is neither ${list}`
  return { message, fix: kindFix(found, wanted) }
}

/** What mends it; null where the schema speaks for itself. */
export const fixOf = (issue: Issue): string | null => {
  if (issue.message !== said(issue)) return null
  const { input } = issue
  switch (issue.code) {
    case 'invalid_type':
      return kindFix(input, [nounOf(issue.expected)])
    case 'too_small':
      if (issue.origin === 'string') return 'write a text, or leave the key out'
      return isList(issue.origin)
        ? `list ${issue.minimum} or more`
        : issue.inclusive === false
          ? `write more than ${issue.minimum}`
          : `write ${issue.minimum} or more`
    case 'too_big':
      if (issue.origin === 'string') return `write at most ${counted(issue.maximum, 'character')}`
      return isList(issue.origin) ? `list at most ${issue.maximum}` : `write ${issue.maximum} or less`
    case 'invalid_value': {
      const near = typeof input === 'string' ? nearest(input, issue.values.map(String)) : undefined
      return near === undefined ? `write ${issue.values.map(String).join(' or ')}` : `did you mean "${near}"?`
    }
    default:
      return null
  }
}

const said = (issue: Issue | Raw): string => {
  const { input } = issue
  switch (issue.code) {
    case 'invalid_type':
      return noneOf(input, [issue.expected]).message
    case 'too_small':
      if (issue.origin === 'string') return 'the text is empty'
      if (isList(issue.origin)) return `the list has ${itemsOf(input)}`
      return `${shown(input)} is ${issue.inclusive === false ? 'not above' : 'below'} ${issue.minimum}`
    case 'too_big':
      if (isList(issue.origin)) return `the list has ${itemsOf(input)}`
      return issue.origin === 'string' ? `${shown(input)} is too long` : `${shown(input)} is above ${issue.maximum}`
    case 'invalid_value':
      return issue.values.length === 1
        ? `${shown(input)} is not ${String(issue.values[0])}`
        : `${shown(input)} is none of ${issue.values.map(String).join(', ')}`
    default:
      return `${shown(input)} cannot stand here`
  }
}

const nouns: Readonly<Record<string, string>> = {
  string: 'a text',
  template_literal: 'a text',
  number: 'a number',
  bigint: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'a map',
  record: 'a map',
  array: 'a list',
  tuple: 'a list',
}

const nounOf = (kind: string): string => nouns[kind] ?? kind

const bare = (noun: string): string => noun.replace(/^a /, '')

const isList = (origin: string): boolean => origin === 'array' || origin === 'tuple' || origin === 'set'

export const shown = (found: unknown): string => {
  if (found === undefined) return 'nothing'
  if (Array.isArray(found)) return 'a list'
  if (typeof found === 'string') return JSON.stringify(found.length > 60 ? `${found.slice(0, 59)}…` : found)
  if (typeof found === 'function') return 'a function'
  return typeof found === 'object' && found !== null ? 'a map' : String(found)
}

const counted = (n: number | bigint, noun: string): string => `${n === 0 ? 'no' : n} ${noun}${n === 1 ? '' : 's'}`

const itemsOf = (found: unknown): string => counted(Array.isArray(found) ? found.length : 0, 'item')

const kindFix = (found: unknown, wanted: readonly string[]): string => {
  const isPlain = typeof found === 'number' || typeof found === 'bigint' || typeof found === 'boolean'
  if (isPlain && wanted.includes('a text')) return `write it in quotes: "${String(found)}"`
  if (wanted.includes('a number') && typeof found === 'bigint') return 'write a number below 9007199254740992'
  const some = `write ${wanted.map((it) => examples[it] ?? it).join(' or ')}`
  return found === null ? `${some}, or leave the key out` : some
}

const examples: Readonly<Record<string, string>> = { 'a map': 'a map: { key: value }', 'a list': 'a list: [ … ]' }
