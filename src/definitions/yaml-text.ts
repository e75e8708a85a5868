// How is YAML read? Its documents as plain values, every part with file, line and column; all faults at once.
import { LineCounter, parseAllDocuments } from 'yaml'
import { messageOf, type Place, type Problem } from '../core/errors.ts'
import type { PlaceOf } from '../core/problems.ts'
import { type Spot, treeOf } from './yaml-tree.ts'

export interface YamlDocument {
  readonly value: unknown
  readonly place: PlaceOf
}

export interface YamlText {
  /** None when the text is empty. */
  readonly documents: readonly YamlDocument[]
  readonly problems: readonly Problem[]
}

const fixes: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: 'indent with spaces',
  TAG_RESOLVE_FAILED: 'write it without a tag',
  MISSING_CHAR: 'close it',
  BAD_SCALAR_START: 'put the text in quotes',
  BLOCK_AS_IMPLICIT_KEY: 'put a text with ": " in quotes, or check the indentation',
}

export const readYaml = (text: string, file: string): YamlText => {
  const lines = new LineCounter()
  const placed = (offset: number): Place => {
    const { line, col } = lines.linePos(offset)
    return line === 0 ? { file, line: 1, column: 1 } : { file, line, column: col }
  }
  const problem = (message: string, offset: number, fix?: string): Problem => ({
    code: 'bad_yaml',
    message,
    at: placed(offset),
    fix,
  })
  try {
    const parsed = parseAllDocuments(text, {
      lineCounter: lines,
      prettyErrors: false,
      uniqueKeys: false,
      intAsBigInt: true,
      logLevel: 'silent',
    })
    const documents = 'empty' in parsed ? [] : parsed
    const faults = ('empty' in parsed ? [parsed] : parsed).flatMap(({ errors, warnings }) => [...errors, ...warnings])
    if (faults.length > 0) {
      const problems = faults.slice(0, 200).map((it) => problem(worded(it.message), it.pos[0], fixes[it.code]))
      return { documents: [], problems: firstOfEachLine(problems).slice(0, mostFaults) }
    }
    const trees = documents.map((document) => treeOf(document))
    return {
      documents: trees.map(({ value, spot }) => ({ value, place: placeIn(spot, placed) })),
      problems: trees.flatMap(({ complaints }) => complaints.map((it) => problem(it.message, it.offset))),
    }
  } catch (thrown) {
    return { documents: [], problems: [problem(worded(messageOf(thrown)), 0)] }
  }
}

/** One fault often drags others behind it. */
const mostFaults = 10

const firstOfEachLine = (problems: readonly Problem[]): Problem[] =>
  problems.filter(({ at }, i) => problems.findIndex((other) => other.at?.line === at?.line) === i)

/** The library recurses, so that nesting without end exhausts the stack. */
const worded = (message: string): string => (message.includes('call stack') ? 'the text is nested too deeply' : message)

const placeIn =
  (root: Spot, placed: (offset: number) => Place): PlaceOf =>
  (path, part = 'value') => {
    let spot = root
    let whole = true
    for (const step of path) {
      const next = spot.parts.get(step)
      whole = next !== undefined
      if (!next) break
      spot = next
    }
    const wanted = part === 'key' || !whole ? (spot.key ?? spot.value) : (spot.value ?? spot.key)
    return placed(wanted ?? 0)
  }
