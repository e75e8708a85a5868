// What of the JSON that a run read could not be used? Counted for its report; none of it stops a row.
import { type TallyQuery, tallyQueries } from '../aggregations/tallies.ts'
import type { JsonObject } from '../core/json.ts'
import { isStored } from '../core/state.ts'
import type { DerivedRead, FeatureVersion } from '../core/versions.ts'
import type { EngineRow, Session } from '../offline/offline-store.ts'
import { type LandedFile, landedRows } from '../offline/source-log.ts'
import { type Computation, type Computed, isMalformed } from './compute.ts'

export interface Tally {
  /** Rows by the raw column whose text is no JSON. */
  readonly malformed: ReadonlyMap<string, number>
  /** Values by the derived column whose type they are not of. */
  readonly unfit: ReadonlyMap<string, { readonly column: DerivedRead; readonly values: number }>
}

type Pair = readonly [Computation, Pick<Computed, 'groups' | 'texts'>]

/** Over the rows that the row sets of one source read for the first time, each column counted once. */
export const tallied = async (session: Session, computed: readonly Pair[]): Promise<Tally> => {
  const malformed = new Map<string, number>()
  const unfit = new Map<string, { column: DerivedRead; values: number }>()
  const counted = new Set<string>()
  for (const pair of computed) {
    for (const { query, row } of await answersOf(session, pair, counted)) {
      for (const [i, column] of query.of.entries()) {
        const count = Number(row[String(i)])
        if (count === 0) continue
        if (typeof column === 'string') malformed.set(column, (malformed.get(column) ?? 0) + count)
        else unfit.set(column.name, { column, values: (unfit.get(column.name)?.values ?? 0) + count })
      }
    }
  }
  return { malformed, unfit }
}

interface Answer {
  readonly query: TallyQuery
  readonly row: EngineRow
}

/** Rows that no view computes are counted too, so that a text trusted so far may turn out to be no JSON only here. */
const answersOf = async (session: Session, pair: Pair, counted: Set<string>): Promise<Answer[]> => {
  const [computation, computed] = pair
  const before = new Set(counted)
  const answers: Answer[] = []
  try {
    for (const query of queriesOf(pair, counted)) {
      const [row = {}] = await session.rows(query.sql)
      answers.push({ query, row })
    }
    return answers
  } catch (cause) {
    if (computed.texts === 'checked' || !isMalformed(cause)) throw cause
    counted.clear()
    for (const column of before) counted.add(column)
    return answersOf(session, [computation, { ...computed, texts: 'checked' }], counted)
  }
}

const queriesOf = ([computation, { groups, texts }]: Pair, counted: Set<string>): TallyQuery[] => {
  const { fresh, landed, all, live } = computation
  const later = new Set(groups.flatMap((group) => group.features))
  const ready = live.filter(isStored)
  const over = (files: readonly LandedFile[], wanted: readonly FeatureVersion[]): TallyQuery[] => {
    if (files.length === 0) return []
    const { columns, history } = computation
    const from = `(${landedRows(files, columns)})`
    return tallyQueries({ rowSet: history.rowSet, columns, from, wanted, all, texts }, counted)
  }
  // What was computed of the history read no row, and what it is made of was counted when it was read.
  const read = new Set(groups.filter((group) => !group.fromHistory).flatMap((group) => group.features))
  const known = ready.filter((feature) => !later.has(feature.id))
  const added = ready.filter((feature) => read.has(feature.id))
  return [...over(fresh, known), ...(added.length === 0 ? [] : over(landed, added))]
}

export const tallyNotes = ({ malformed, unfit }: Tally): string[] => [
  ...[...malformed].map(([name, rows]) => `${counted(rows, 'row has', 'rows have')} malformed JSON in ${name}`),
  ...[...unfit.values()].map(({ column, values }) => {
    const where = 'json' in column ? ` (${column.json} ${column.path})` : ''
    return `${counted(values, 'value', 'values')} of ${column.name}${where} ${values === 1 ? 'is' : 'are'} no ${column.type}`
  }),
]

const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`

/** As a run's record keeps it. */
export const tallyDetail = ({ malformed, unfit }: Tally): JsonObject => ({
  ...(malformed.size === 0 ? {} : { malformed: Object.fromEntries(malformed) }),
  ...(unfit.size === 0
    ? {}
    : { unfit: Object.fromEntries([...unfit].map(([name, { values }]): [string, number] => [name, values])) }),
})
