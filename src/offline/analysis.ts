// What is known while definitions are analysed: parsed trees, problems so far, and what names mean.
import { type ErrorCode, PintailError, type Place, type Problem } from '../core/errors.ts'
import { columnNames, type Tree } from '../core/expression.ts'
import { didYouMean, nearest, shortList } from '../core/nearest.ts'
import { readsBehind } from '../core/reads.ts'
import { engineType, type FeatureType } from '../core/values.ts'
import type { DerivedRead, Reads } from '../core/versions.ts'
import type { EngineColumn, Expressions } from './expressions.ts'
import { changing } from './functions.ts'

export interface Analysis {
  readonly expressions: Expressions
  readonly problems: Problem[]
  /** The canonical tree of a text, checked for what no expression may hold. */
  parse(sql: string): Promise<Tree>
  /** Reads many at once, so that each is known when it is asked for. */
  foresee(all: readonly string[]): Promise<void>
  /** Of a text that was parsed before. */
  treeOf(sql: string): Tree
  /** Runs `work`; a mistake of the user's in it becomes a problem at `place`, and undefined. */
  attempt<T>(place: Place | undefined, work: () => Promise<T>): Promise<T | undefined>
}

/** What went wrong with the machine rather than with the definition. */
const notTheUsers: readonly ErrorCode[] = ['interrupted', 'engine_failure', 'store_full', 'busy', 'native_unavailable']

export const analysisOn = (expressions: Expressions): Analysis => {
  const trees = new Map<string, Tree>()
  const foreseen = new Map<string, Tree>()
  const problems: Problem[] = []
  return {
    expressions,
    problems,
    parse: async (sql) => {
      const tree = trees.get(sql) ?? foreseen.get(sql) ?? (await expressions.parse(sql))
      expressions.functions.check(tree)
      trees.set(sql, tree)
      return tree
    },
    foresee: async (all) => {
      for (const [sql, tree] of await expressions.parseMany(all)) foreseen.set(sql, tree)
    },
    treeOf: (sql) => {
      const tree = trees.get(sql)
      if (tree) return tree
      throw new Error(`not parsed: ${sql}`)
    },
    attempt: async (place, work) => {
      try {
        return await work()
      } catch (cause) {
        if (!(cause instanceof PintailError) || notTheUsers.includes(cause.code)) throw cause
        for (const problem of cause.problems) problems.push({ ...problem, at: problem.at ?? place })
        return undefined
      }
    },
  }
}

/** A column of a source: one its files have, or one it derives. */
export interface ScopeColumn {
  readonly name: string
  readonly type: FeatureType
  /** Null of a raw column. */
  readonly derived: DerivedRead | null
}

/** By lowered name, derived ones after those they are made of. */
export type SourceScope = ReadonlyMap<string, ScopeColumn>

export const engineColumns = (scope: SourceScope): EngineColumn[] =>
  [...scope.values()].map(({ name, type }) => ({ name, type: engineType(type) }))

/** Lowered names that a tree reads, told apart: columns of the source, and others that `more` knows (features). */
export interface ResolvedNames {
  readonly columns: readonly string[]
  readonly others: readonly string[]
}

export interface Surroundings {
  readonly scope: SourceScope
  /** Names beside the columns, lowered. */
  readonly more: ReadonlySet<string>
  /** `source "visits"`, for messages. */
  readonly home: string
  /** Names that mean something elsewhere, with the reason why not here. */
  readonly elsewhere?: ReadonlyMap<string, string>
  /** Whether the time since the key's previous event may be read, which no row alone tells. */
  readonly gaps?: boolean
}

/** Whether it is the time since the key's previous event. */
export const isGap = (column: ScopeColumn | undefined): boolean =>
  column?.derived != null && 'sincePrevious' in column.derived

/** Where a column and another thing share a name, the column is meant. */
export const resolveNames = (analysis: Analysis, tree: Tree, around: Surroundings): ResolvedNames => {
  const { read, perhaps } = columnNames(tree)
  const found = perhaps.filter((name) => around.scope.has(name) || around.more.has(name))
  const names = [...new Set([...read, ...found])]
  const unknown = names.find((name) => !around.scope.has(name) && !around.more.has(name))
  if (unknown !== undefined) throw unknownName(analysis, unknown, around)
  const gap = around.gaps === true ? undefined : names.find((name) => isGap(around.scope.get(name)))
  if (gap !== undefined) throw gapInRow(gap)
  return {
    columns: names.filter((name) => around.scope.has(name)),
    others: names.filter((name) => !around.scope.has(name)),
  }
}

const unknownName = (analysis: Analysis, name: string, around: Surroundings): PintailError => {
  if (analysis.expressions.functions.isClock(name)) return changing(name)
  const known = [...[...around.scope.values()].map((column) => column.name), ...around.more]
  const why = around.elsewhere?.get(name)
  if (why !== undefined) {
    return new PintailError({ code: 'unknown_column', message: `${around.home} has no column "${name}"`, fix: why })
  }
  const listed = `its columns are ${shortList([...around.scope.values()].map((column) => column.name))}`
  return new PintailError({
    code: 'unknown_column',
    message: `${around.home} has no column "${name}"`,
    fix: nearest(name, known) === undefined ? listed : didYouMean(name, known, listed),
  })
}

export const gapInRow = (name: string): PintailError =>
  new PintailError({
    code: 'bad_expression',
    message: `"${name}" is the time since the key's previous event, which no row alone tells`,
    fix: `read it where events are aggregated: { aggregate: median, of: ${name} }, or in the where of one`,
  })

/** The tree of an expression; the name of a column that is no plain word is told how to be written. */
export const parseOver = async (analysis: Analysis, sql: string, scope: SourceScope): Promise<Tree> => {
  try {
    return await analysis.parse(sql)
  } catch (cause) {
    const column = scope.get(sql.trim().toLowerCase())
    if (!column || !(cause instanceof PintailError)) throw cause
    throw new PintailError({
      code: cause.code,
      message: cause.message,
      fix: `the name of this column is no plain word; quote it: '"${column.name}"'`,
      cause,
    })
  }
}

/** The raw and derived columns behind some names, down to the files. */
export const readsOf = (scope: SourceScope, names: Iterable<string>): Reads => {
  const columns = [...scope.values()]
  const raw = columns.flatMap(({ name, type, derived }) => (derived ? [] : [{ name, type }]))
  return readsBehind({ raw, derived: columns.flatMap((column) => column.derived ?? []) }, names)
}
