// What is computed without the source? Inputs over columns that a history of events has already: those that other inputs
// are, and those kept beside them because an input reads them.
import { join } from 'node:path'
import { type Compilation, compileRelation } from '../aggregations/compile.ts'
import { columnOfInput, type SourceColumn, sourceColumns } from '../aggregations/kept.ts'
import { featureValue } from '../aggregations/rows.ts'
import { columnNames } from '../core/expression.ts'
import type { Segment } from '../core/history.ts'
import { elementType, engineType, isList } from '../core/values.ts'
import { columnOf, type FeatureVersion } from '../core/versions.ts'
import { treesOf } from '../offline/expressions.ts'
import { besideEachOther, keptColumns, type StoredColumn, writeDerivedGroup } from '../offline/kept-columns.ts'
import type { Session } from '../offline/offline-store.ts'
import { quoteName } from '../sql/quote.ts'

/** What each input names itself; one that is not there names what cannot be told. */
export type Named = ReadonlyMap<FeatureVersion, readonly SourceColumn[]>

export const namedBy = async (session: Session, features: readonly FeatureVersion[]): Promise<Named> => {
  const inputs = features.filter(
    ({ kind, reads, uses }) => kind === 'input' && reads !== undefined && uses.length === 0,
  )
  const trees = await treesOf(
    session,
    inputs.map((it) => it.expression),
  )
  return new Map(
    inputs.flatMap((input): [FeatureVersion, readonly SourceColumn[]][] => {
      const { expression, reads = { raw: [], derived: [] } } = input
      const tree = trees.get(expression)
      if (tree === undefined) return []
      const { read, perhaps } = columnNames(tree)
      const known = new Set([...reads.raw, ...reads.derived].map(({ name }) => name.toLowerCase()))
      const columns = sourceColumns(reads, [...new Set([...read, ...perhaps.filter((name) => known.has(name))])])
      return columns === null ? [] : [[input, columns]]
    }),
  )
}

export const amongst = (named: Named, features: readonly FeatureVersion[]): Named =>
  new Map(features.flatMap((it) => (named.has(it) ? [[it, named.get(it) ?? []]] : [])))

/** Rows that are looked at, and bytes that a text may take for each: those of a number. */
const sampled = 20_000
const mostBytes = 8

/**
 * The columns worth keeping beside some inputs: those they name and none of them is. A text is not kept where, each of
 * its values written once, it costs more than a number; of JSON and lists nobody knows what they cost.
 */
export const worthKeeping = async (
  session: Session,
  named: Named,
  compilation: Omit<Compilation, 'wanted'>,
): Promise<SourceColumn[]> => {
  const inputs = [...named.keys()]
  if (inputs.length === 0) return []
  const own = new Set(inputs.map((input) => columnOfInput(input)?.kept))
  const columns = [...new Map([...named.values()].flat().map((it) => [it.kept, it])).values()]
  const lacking = columns.filter(({ kept, type }) => !own.has(kept) && !isList(type) && elementType(type) !== 'json')
  const [texts, others] = [lacking.filter(mayBeLong), lacking.filter((it) => !mayBeLong(it))]
  if (texts.length === 0) return others
  const from = `(SELECT * FROM ${compilation.from} LIMIT ${sampled})`
  const short: SourceColumn[] = []
  for (const { sql, kept } of compileRelation({ ...compilation, from, wanted: inputs }, texts)) {
    const sizes = kept.map(({ kept: name }, i) => {
      const text = `CAST(${quoteName(name)} AS VARCHAR)`
      const bytes = `list_sum(list_transform(list(DISTINCT ${text}), lambda text: strlen(text)))`
      return `coalesce(${bytes} > count(*) * ${mostBytes}, false) AS s${i}`
    })
    if (sizes.length === 0) continue
    const [row] = await session.rows(`SELECT ${sizes.join(', ')} FROM (${sql})`)
    short.push(...kept.filter((_, i) => row?.[`s${i}`] === false))
  }
  return [...others, ...short]
}

const mayBeLong = ({ type }: SourceColumn): boolean => ['string', 'bytes'].includes(type)

/** Columns of a segment, by the name under which they are or would be kept. */
export type Standing = ReadonlyMap<string, StoredColumn>

/** Of each segment the columns that were kept, and those that an input is. */
export const standingIn = async (
  session: Session,
  segments: readonly Segment[],
  all: ReadonlyMap<number, FeatureVersion>,
): Promise<ReadonlyMap<Segment, Standing>> => {
  const kept = await keptColumns(session, segments)
  return new Map(
    segments.map((segment) => {
      const inputs = segment.files.flatMap(({ path, features }) =>
        features.flatMap((id): [string, StoredColumn][] => {
          const input = all.get(id)
          const column = input && columnOfInput(input)
          return column ? [[column.kept, { path, column: columnOf(input) }]] : []
        }),
      )
      return [segment, new Map([...inputs, ...(kept.get(segment) ?? [])])]
    }),
  )
}

export interface Derived {
  readonly staged: string
  readonly features: readonly FeatureVersion[]
}

/** Where a segment has all that some inputs name, in the types that its landed rows give: they are computed of that. */
export const derive = async (
  session: Session,
  segment: Segment,
  {
    named,
    standing,
    landed,
    staging,
  }: {
    readonly named: Named
    readonly standing: Standing
    /** The landed rows of the segment's runs, as a relation. */
    readonly landed: string
    readonly staging: string
  },
): Promise<Derived[]> => {
  const typed = await alikeIn(session, segment, { named, standing, landed })
  const derived: Derived[] = []
  for (const [i, { features, columns }] of together(named, typed).entries()) {
    const staged = join(staging, `derived-${segment.id}-${i}.parquet`)
    const values = new Map(features.map((feature) => [columnOf(feature), featureValue(feature)]))
    const read = new Map([...columns.values()].map(({ name, stored }) => [name, stored]))
    await writeDerivedGroup(session, besideEachOther(segment, read), values, staged)
    derived.push({ staged, features })
  }
  return derived
}

/** Those of the standing columns that have the type which the landed rows would give them. */
const alikeIn = async (
  session: Session,
  segment: Segment,
  { named, standing, landed }: { readonly named: Named; readonly standing: Standing; readonly landed: string },
): Promise<Standing> => {
  const wanted = new Map([...named.values()].flat().map((it) => [it.kept, it]))
  const there = new Map([...standing].filter(([kept]) => wanted.has(kept)))
  if (there.size === 0) return there
  const types = new Map((await session.describe(besideEachOther(segment, there))).map((it) => [it.name, it.type]))
  const raw = [...wanted.values()].every(({ derived }) => derived)
    ? []
    : await session.describe(`SELECT * FROM (${landed})`)
  const given = new Map(raw.map(({ name, type }) => [name.toLowerCase(), type]))
  return new Map(
    [...there].filter(([kept]) => {
      const column = wanted.get(kept)
      const type = column?.derived ? engineType(column.type) : given.get(column?.name.toLowerCase() ?? '')
      return type !== undefined && types.get(kept) === type
    }),
  )
}

interface Together {
  readonly features: FeatureVersion[]
  /** By lowered name: as it is written, and what it means. */
  readonly columns: Map<string, { readonly name: string; readonly stored: StoredColumn }>
}

/** Inputs whose columns all stand, side by side where they mean the same by every name. */
const together = (named: Named, standing: Standing): Together[] => {
  const groups: Together[] = []
  for (const [feature, columns] of named) {
    const found = columns.flatMap(({ name, kept }) => {
      const stored = standing.get(kept)
      return stored === undefined ? [] : [{ name, stored }]
    })
    if (found.length < columns.length) continue
    const agrees = (group: Together): boolean =>
      found.every(({ name, stored }) => {
        const known = group.columns.get(name.toLowerCase())
        return known === undefined || (known.name === name && known.stored.column === stored.column)
      })
    const group: Together = groups.find(agrees) ?? { features: [], columns: new Map() }
    if (group.features.length === 0) groups.push(group)
    group.features.push(feature)
    for (const it of found) group.columns.set(it.name.toLowerCase(), it)
  }
  return groups
}
