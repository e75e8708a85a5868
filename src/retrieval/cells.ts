// What has to be computed for these features? Each aggregate once, however many features and formulas show it.
import { type EventColumns, reductionOf } from '../aggregations/functions.ts'
import type { Reduction } from '../aggregations/reductions.ts'
import { windowKey } from '../aggregations/windows.ts'
import type { Aggregate } from '../core/aggregates.ts'
import { engineType, type FeatureType } from '../core/values.ts'
import type { FeatureVersion } from '../core/versions.ts'

/** One aggregate over one window, of one value, or of one value a category. */
export interface Cell {
  readonly name: string
  readonly aggregate: Aggregate
  readonly of: FeatureVersion | null
  /** The vocabulary whose categories it is taken by. */
  readonly by: Coded | null
  /** Of a text: the vocabulary in which its place is the answer. */
  readonly asCode: Vocabulary | null
  readonly type: FeatureType
}

export interface Vocabulary {
  /** The table of its categories and their places. */
  readonly codes: string
  readonly names: readonly string[]
}

export interface Coded extends Vocabulary {
  readonly input: FeatureVersion
}

export interface Demand {
  readonly cells: readonly Cell[]
  readonly vocabularies: readonly Vocabulary[]
  /** By the id of an aggregate feature. */
  readonly cellOf: ReadonlyMap<number, Cell>
}

type All = ReadonlyMap<number, FeatureVersion>

/** The aggregates among the features and below their formulas. */
const aggregatesOf = (features: readonly FeatureVersion[], all: All): FeatureVersion[] => {
  const found = new Map<number, FeatureVersion>()
  const visit = (feature: FeatureVersion): void => {
    if (feature.kind === 'aggregate') found.set(feature.id, feature)
    if (feature.kind === 'formula') for (const { id } of feature.uses) visit(usedOf(id, all))
  }
  for (const feature of features) visit(feature)
  return [...found.values()]
}

export const usedOf = (id: number, all: All): FeatureVersion => {
  const found = all.get(id)
  if (found === undefined) throw new Error(`no feature version ${id} is known`)
  return found
}

/** `name` begins the names of its tables. */
export const demandOf = (name: string, features: readonly FeatureVersion[], all: All): Demand => {
  const cells = new Map<string, Cell>()
  const vocabularies = new Map<string, Vocabulary>()
  const cellOf = new Map<number, Cell>()
  const vocabularyOf = (aggregate: Aggregate): Vocabulary => {
    const names = aggregate.categories?.vocabulary ?? []
    const key = JSON.stringify(names)
    const found = vocabularies.get(key) ?? { codes: `${name}_codes${vocabularies.size}`, names }
    vocabularies.set(key, found)
    return found
  }
  for (const feature of aggregatesOf(features, all)) {
    const aggregate = feature.aggregate
    if (aggregate === null) continue
    const input = (named: string | null): FeatureVersion | null => {
      const use = feature.uses.find((it) => it.name === named)
      return use === undefined ? null : usedOf(use.id, all)
    }
    const of = input(aggregate.of)
    const by = input(aggregate.by)
    const oneHot = aggregate.as === 'oneHot'
    const type = oneHot ? 'string' : aggregate.as === 'binary' ? 'int64' : feature.type
    const coded = by === null ? null : { ...vocabularyOf(aggregate), input: by }
    const asCode = oneHot ? vocabularyOf(aggregate) : null
    const key = keyOf(aggregate, of, coded, asCode, type)
    const cell = cells.get(key) ?? { name: `c${cells.size}`, aggregate, of, by: coded, asCode, type }
    cells.set(key, cell)
    cellOf.set(feature.id, cell)
  }
  return { cells: [...cells.values()], vocabularies: [...vocabularies.values()], cellOf }
}

const keyOf = (
  it: Aggregate,
  of: FeatureVersion | null,
  by: Coded | null,
  asCode: Vocabulary | null,
  type: FeatureType,
): string => {
  const what = [it.function, it.q, it.scale, String(it.within), it.steps, windowKey(it), engineType(type)]
  return JSON.stringify([...what, of?.id ?? null, by?.input.id ?? null, by?.codes ?? null, asCode?.codes ?? null])
}

/** The inputs that cells read, each once. */
export const inputsOf = (cells: readonly Cell[]): FeatureVersion[] => [
  ...new Set(cells.flatMap(({ of, by }) => [of, by?.input ?? null]).filter((it) => it !== null)),
]

export const reductionOfCell = (
  { aggregate, of }: Cell,
  events: Omit<EventColumns, 'type'>,
  exact: boolean,
): Reduction => reductionOf(aggregate, { ...events, type: of?.type ?? 'bool' }, exact)

/** The value of a cell over the columns of its parts: scaled, and of its type. */
export const finished = (cell: Cell, reduction: Reduction, columns: readonly string[], at: string): string => {
  const value = reduction.finish(columns, at)
  const { scale } = cell.aggregate
  return `TRY_CAST(${scale === null ? value : `(${value}) / ${scale}`} AS ${engineType(cell.type)})`
}
