// Raw rows written down, a view applied over them, and what its relations give.
import assert from 'node:assert/strict'
import { compileRelation } from '../../src/aggregations/compile.ts'
import { engineType, type FeatureType } from '../../src/core/values.ts'
import { columnOf, type FeatureVersion, type RowSet } from '../../src/core/versions.ts'
import type { EngineRow } from '../../src/offline/offline-store.ts'
import { quoteName } from '../../src/sql/quote.ts'
import { type Columns, columnsOf, type Definitions, openWorkshop, type Workshop } from './workshop.ts'

type Fields = Readonly<Record<string, string | null>>

export const run = async (work: (workshop: Workshop) => Promise<void>): Promise<void> => {
  const workshop = await openWorkshop()
  try {
    await work(workshop)
  } finally {
    workshop.close()
  }
}

/** SQL of raw rows, each field an expression. */
export const rawRows = (types: Readonly<Record<string, FeatureType>>, rows: readonly Fields[]): string => {
  const selects = rows.map((row, i) => {
    const fields = Object.entries(types).map(
      ([name, type]) => `CAST(${row[name] ?? 'NULL'} AS ${engineType(type)}) AS ${quoteName(name)}`,
    )
    return `SELECT ${fields.join(', ')}, ${i}::BIGINT AS pintail_row_id`
  })
  return `(${selects.join(' UNION ALL ')})`
}

export interface Asked {
  readonly rowSet: RowSet
  readonly wanted: readonly FeatureVersion[]
  readonly all: ReadonlyMap<number, FeatureVersion>
}

export const asked = ({ registry }: Workshop, view: string, live = false): Asked => {
  const state = registry.state()
  const current = state.current.views.get(view)
  assert.ok(current)
  const wanted = live
    ? [...state.features.values()].filter((it) => it.view === view && it.status !== 'retired')
    : current.features
  return { rowSet: current.rowSet, wanted, all: state.features }
}

export const relations = ({ session }: Workshop, it: Asked, columns: Columns, source: string, from: string) =>
  Promise.all(
    compileRelation({ ...it, columns: columnsOf(columns, source), from }).map(async ({ sql, features }) => ({
      names: features.map(columnOf),
      rows: await session.rows(`SELECT * FROM (${sql}) ORDER BY row_id`),
    })),
  )

export const only = async (
  workshop: Workshop,
  columns: Columns,
  source: string,
  from: string,
): Promise<EngineRow[]> => {
  const found = await relations(workshop, asked(workshop, 'v'), columns, source, from)
  assert.equal(found.length, 1)
  return found[0]?.rows ?? []
}

export const project = (over: { keys?: object; source?: object; view?: object; features: object }): Definitions => ({
  entities: { e: { keys: over.keys ?? { k: 'string' } } },
  sources: { s: { type: 'parquet', path: 'x', timestamp: 't', ...over.source } },
  views: { v: { entity: 'e', source: 's', ...over.view, features: over.features } },
})

export const basic: Columns = { s: { k: 'string', t: 'timestamp', x: 'int64', y: 'float64' } }
export const at = (day: number): string => `TIMESTAMP '2026-01-0${day}'`
export const micros = (day: number): bigint => BigInt(Date.UTC(2026, 0, day)) * 1000n
