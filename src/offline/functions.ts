// Which functions may an expression call? Those that answer from the row alone: no clock, no chance, no files.
import { PintailError } from '../core/errors.ts'
import { childrenOf, forbiddenPart, functionNames, nodesOf, type Tree, textOf } from '../core/expression.ts'
import { didYouMean } from '../core/nearest.ts'
import { render } from '../sql/render.ts'
import type { Session } from './offline-store.ts'

interface KnownFunction {
  readonly scalar: boolean
  readonly table: boolean
  readonly volatile: boolean
  /** The body of a macro; null of a built-in function. */
  readonly body: string | null
}

export interface Functions {
  /** Throws when the tree holds or calls what no feature may. To be asked before anything is bound. */
  check(tree: Tree): void
  /** Whether an unknown column's name means the present instant: `current_date`. */
  isClock(name: string): boolean
}

/** Written without parentheses, these look like columns. */
const clocks = new Set(['current_date', 'current_time', 'current_timestamp', 'localtime', 'localtimestamp'])

/** Said to be constant, yet not told by the row. */
const settings = new Set(['current_setting', 'getvariable'])

/** A DuckDB has the same functions for as long as the process lives. */
const read = new Map<string, Promise<Functions>>()

export const functionsOf = (session: Session, version: string): Promise<Functions> => {
  const functions = read.get(version) ?? readFunctions(session)
  read.set(version, functions)
  functions.catch(() => read.delete(version))
  return functions
}

const readFunctions = async (session: Session): Promise<Functions> => {
  const rows = await session.rows(render('offline/functions'))
  const known = new Map(
    rows.map((row): [string, KnownFunction] => [
      String(row.name),
      {
        scalar: row.scalar === true,
        table: row.is_table === true,
        volatile: row.volatile === true,
        body: typeof row.body === 'string' ? row.body : null,
      },
    ]),
  )
  const isVolatile = (name: string, seen: ReadonlySet<string> = new Set()): boolean => {
    const it = known.get(name)
    if (settings.has(name) || clocks.has(name) || it?.volatile === true) return true
    if (it === undefined || it.body === null || seen.has(name)) return false
    const words = it.body.match(/[A-Za-z_]\w*/g) ?? []
    return words.some((word) => word !== name && isVolatile(word.toLowerCase(), new Set([...seen, name])))
  }
  return {
    isClock: (name) => clocks.has(name),
    check: (tree) => {
      const part = forbiddenPart(tree)
      if (part !== null) throw forbidden(part)
      for (const name of functionNames(tree)) {
        const it = known.get(name)
        if (name.startsWith('fit_') || /^\W/.test(name)) continue
        if (it?.table === true && !it.scalar && name !== 'unnest') throw opensTable(name)
        if (name === 'error') throw stops
        if (isVolatile(name) || (name === 'age' && hasShortAge(tree))) throw changing(name)
        if (it === undefined) throw unknownFunction(name, [...known.keys()])
      }
    },
  }
}

/** `age(t)` counts from today, `age(a, b)` from b. */
const hasShortAge = (tree: Tree): boolean =>
  [...nodesOf(tree)].some((node) => textOf(node.function_name).toLowerCase() === 'age' && childrenOf(node).length === 1)

const forbidden = (part: string): PintailError =>
  new PintailError({
    code: 'bad_expression',
    message: `an expression may not hold ${part}`,
    fix: 'it sees the columns of one row, nothing else',
  })

const opensTable = (name: string): PintailError =>
  new PintailError({
    code: 'bad_expression',
    message: `${name}() reads other data; an expression sees the columns of one row`,
    fix: 'make a source of that data, and a view of its own',
  })

export const changing = (name: string): PintailError =>
  new PintailError({
    code: 'volatile_expression',
    message: `${name} gives another value each time, so history could not be repeated`,
    fix: "count from a time in the row: date_diff('day', born, measured_at)",
  })

const stops = new PintailError({
  code: 'bad_expression',
  message: 'error() would stop the whole run at one row; a feature has a value for every row',
  fix: 'give null where there is no value: CASE WHEN fine THEN x END',
})

const unknownFunction = (name: string, known: readonly string[]): PintailError =>
  new PintailError({
    code: 'bad_expression',
    message: `there is no function ${name}`,
    fix: didYouMean(name, known, 'functions are those of DuckDB'),
  })
