// What are the figures of two columns that stand side by side, and how far are they apart?
import type { Comparison, Figures } from '../core/diffs.ts'
import type { Session } from '../offline/offline-store.ts'
import { render } from '../sql/render.ts'
import { distinctEdges, fewValues } from './statistics/bins.ts'
import { psi } from './statistics/distances.ts'

type Kind = 'numeric' | 'categorical'

interface Kinds {
  readonly a: Kind
  readonly b: Kind
  /** Whether values of one side can be held against those of the other. */
  readonly alike: boolean
}

/** More categories are not told apart. */
const mostCategories = 10_000

interface Side {
  readonly figures: Figures
  readonly deciles: readonly number[]
}

export const figuresOf = async (
  session: Session,
  table: string,
  { a: kindA, b: kindB, alike }: Kinds,
  note: string | null,
): Promise<Omit<Comparison, 'feature' | 'of'>> => {
  const [a, b] = [await sideOf(session, table, 'a', kindA), await sideOf(session, table, 'b', kindB)]
  const told = { note, a: a.figures, b: b.figures }
  if (!alike) return { ...told, status: 'different_types', delta: null, differing: null, psi: null }
  const [differing] = await session.rows(`SELECT count(*) AS rows FROM ${table} WHERE a IS DISTINCT FROM b`)
  return {
    ...told,
    status: 'compared',
    delta: deltaOf(a.figures, b.figures),
    differing: Number(differing?.rows ?? 0),
    psi: kindB === 'numeric' ? await numericPsi(session, table, a) : await categoricalPsi(session, table, a),
  }
}

const finite = (column: 'a' | 'b'): string => `CASE WHEN isfinite(${column}) THEN ${column} END`

const sideOf = async (session: Session, table: string, column: 'a' | 'b', kind: Kind): Promise<Side> => {
  const x = kind === 'numeric' ? finite(column) : 'NULL::DOUBLE'
  const [most] = await session.rows(`SELECT max(abs(${x})) AS most FROM ${table}`)
  // Squares of such numbers are beyond a double.
  const scale = typeof most?.most === 'number' && most.most > 1e120 ? most.most : 1
  const [row = {}] = await session.rows(
    render('monitoring/pair-figures', { value: column, x, scale: `(${scale}::DOUBLE)`, pairs: table }),
  )
  const [p5 = null, p50 = null, p95 = null] = numbersIn(row.quantiles)
  const rows = Number(row.rows ?? 0)
  const nulls = Number(row.nulls ?? 0)
  return {
    deciles: numbersIn(row.deciles),
    figures: {
      rows,
      nulls,
      null_share: rows === 0 ? null : nulls / rows,
      non_finite: kind === 'numeric' ? Number(row.non_finite ?? 0) : 0,
      distinct: Number(row.distinct_values ?? 0),
      mean: scaled(row.mean, scale),
      stddev: scaled(row.stddev, scale),
      min: scaled(row.min, 1),
      ...{ p5, p50, p95 },
      max: scaled(row.max, 1),
    },
  }
}

const scaled = (value: unknown, scale: number): number | null =>
  typeof value === 'number' && Number.isFinite(value * scale) ? value * scale : null

const numbersIn = (value: unknown): number[] =>
  Array.isArray(value) ? value.filter((it) => typeof it === 'number' && Number.isFinite(it)) : []

const deltaOf = (a: Figures, b: Figures): Partial<Figures> => {
  const delta: Record<string, number> = {}
  for (const [name, after] of Object.entries(b)) {
    const before = Object.entries(a).find(([other]) => other === name)?.[1]
    if (typeof before === 'number' && typeof after === 'number') delta[name] = after - before
  }
  return delta
}

/** Over bins of the first side: its deciles, or its values where these are few. */
const numericPsi = async (session: Session, table: string, { figures, deciles }: Side): Promise<number | null> => {
  if (figures.min === null) return null
  const few = await session.rows(
    `SELECT DISTINCT ${finite('a')} AS v FROM ${table} WHERE isfinite(a) ORDER BY v LIMIT ${fewValues + 1}`,
  )
  const values = few.flatMap(({ v }) => (typeof v === 'number' ? [v] : []))
  const isFew = values.length <= fewValues
  const edges = isFew ? values : distinctEdges(deciles, figures.min)
  const conditions = isFew ? valueBins(edges) : rangeBins(edges)
  const countsOf = async (column: 'a' | 'b'): Promise<number[]> => {
    const counts = conditions.map((is, i) => `count(*) FILTER (${is(column)}) AS n${i}`)
    const [row = {}] = await session.rows(`SELECT ${counts.join(', ')} FROM ${table} WHERE isfinite(${column})`)
    return conditions.map((_, i) => Number(row[`n${i}`] ?? 0))
  }
  return psi(await countsOf('a'), await countsOf('b'))
}

type Condition = (column: string) => string

const numberSql = (x: number): string => `(${Object.is(x, -0) ? 0 : x}::DOUBLE)`

const valueBins = (values: readonly number[]): Condition[] => [
  ...values.map(
    (value): Condition =>
      (column) =>
        `${column} = ${numberSql(value)}`,
  ),
  (column) => `${column} NOT IN (${values.map(numberSql).join(', ')})`,
]

const rangeBins = (edges: readonly number[]): Condition[] =>
  Array.from({ length: edges.length + 1 }, (_, i): Condition => {
    const [from, to] = [edges[i - 1], edges[i]]
    return (column) =>
      [
        ...(from === undefined ? [] : [`${column} >= ${numberSql(from)}`]),
        ...(to === undefined ? [] : [`${column} < ${numberSql(to)}`]),
      ].join(' AND ') || 'true'
  })

const categoricalPsi = async (session: Session, table: string, { figures }: Side): Promise<number | null> => {
  if (figures.distinct === 0 || figures.distinct > mostCategories) return null
  const rows = await session.rows(render('monitoring/pair-categories', { pairs: table }))
  return psi(
    rows.map((row) => Number(row.a)),
    rows.map((row) => Number(row.b)),
  )
}
