// What are the plain facts of each column? Counted some columns at a time, so that hundreds fit in memory.
import type { Watched } from '../core/verbs.ts'
import type { EngineRow, Session } from '../offline/offline-store.ts'
import { telling } from '../offline/watching.ts'
import { asFinite, asNumber, isNumber, tenths, type Weighable } from './classes.ts'

export interface Facts {
  readonly known: number
  readonly distinct: number
  readonly nan: number
  readonly variance: number | null
  readonly correlation: number | null
  /** Of numbers: what parts them into tenths. */
  readonly borders: readonly number[]
  /** The greatest finite magnitude; null where there is none but 0. */
  readonly scale: number | null
}

const atOnce = 20

const chunksOf = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size))

/** Of columns of `weighed`; `target` is what correlations are with, if it is a number. */
export const factsOf = async (
  session: Session,
  columns: readonly Weighable[],
  target: Weighable,
  watched: Watched,
): Promise<Facts[]> => {
  const [scaleOfTarget] = isNumber(target) ? await scalesOf(session, [target]) : []
  const facts: Facts[] = []
  const chunks = chunksOf(columns, atOnce)
  for (const [index, chunk] of chunks.entries()) {
    const of = chunks.length
    facts.push(
      ...(await telling(session, watched, { index, of }, () => chunkFacts(session, chunk, target, scaleOfTarget))),
    )
  }
  return facts
}

const numberIn = (value: unknown): number | null => {
  const number = typeof value === 'bigint' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : null
}

const scalesOf = async (session: Session, columns: readonly Weighable[]): Promise<(number | null)[]> => {
  const greatest = columns.map((it, i) => (isNumber(it) ? `max(abs(${asFinite(it)})) AS m${i}` : `NULL AS m${i}`))
  const [row] = await session.rows(`SELECT ${greatest.join(', ')} FROM weighed`)
  return columns.map((_, i) => numberIn(row?.[`m${i}`]) || null)
}

const chunkFacts = async (
  session: Session,
  columns: readonly Weighable[],
  target: Weighable,
  scaleOfTarget: number | null | undefined,
): Promise<Facts[]> => {
  const scales = await scalesOf(session, columns)
  // Of values between -1 and 1 no square is too great for the engine.
  const scaled = (it: Weighable, scale: number): string => `(${asFinite(it)}) / CAST('${scale}' AS DOUBLE)`
  const counts = columns.flatMap((it, i) => {
    const scale = scales[i]
    const plain = [
      `count(${it.column}) AS known${i}`,
      `count(DISTINCT ${distinctForm(it)}) AS distinct${i}`,
      ...(isFloat(it) ? [`count(*) FILTER (isnan(${it.column})) AS nan${i}`] : []),
    ]
    if (!isNumber(it)) return plain
    const borders = `quantile_cont(${asFinite(it)}, ${tenths}) AS borders${i}`
    if (typeof scale !== 'number') return [...plain, borders]
    return [
      ...plain,
      borders,
      `var_samp(${scaled(it, scale)}) AS variance${i}`,
      ...(scaleOfTarget ? [`corr(${scaled(it, scale)}, ${scaled(target, scaleOfTarget)}) AS correlation${i}`] : []),
    ]
  })
  const [row = {}] = await session.rows(`SELECT ${counts.join(', ')} FROM weighed`)
  return columns.map((it, i) => factsIn(row, it, i, scales[i] ?? null))
}

/** Lists and structures are told apart by their texts. */
const distinctForm = (it: Weighable): string => (isNumber(it) ? asNumber(it) : `CAST(${it.column} AS VARCHAR)`)

const isFloat = ({ type }: Weighable): boolean => type === 'DOUBLE' || type === 'FLOAT'

const factsIn = (row: EngineRow, it: Weighable, i: number, scale: number | null): Facts => {
  const variance = numberIn(row[`variance${i}`])
  const known = Number(row[`known${i}`] ?? 0n)
  const nan = Number(row[`nan${i}`] ?? 0n)
  const distinct = Number(row[`distinct${i}`] ?? 0n)
  const borders = row[`borders${i}`]
  const correlation = numberIn(row[`correlation${i}`])
  // Rounding may leave a trace of variance where all values are one, and a correlation beyond 1.
  const constant = distinct <= 1
  return {
    known,
    distinct,
    nan,
    scale,
    variance:
      constant && isNumber(it) && known - nan > 1
        ? 0
        : variance === null || scale === null
          ? null
          : variance * scale * scale,
    correlation: constant || correlation === null ? null : Math.min(1, Math.max(-1, correlation)),
    borders: Array.isArray(borders) ? borders.flatMap((border) => numberIn(border) ?? []) : [],
  }
}
