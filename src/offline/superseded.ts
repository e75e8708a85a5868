// Which rows did a newer one with their id supersede? Told by a run for its new rows and for those they meet.
import { join } from 'node:path'
import { quoteText } from '../sql/quote.ts'
import { render } from '../sql/render.ts'
import { readParquet, type Session } from './offline-store.ts'

/**
 * Relations with `row_id`, `id` and `created`: of the rows a history does not hold yet, and of those it does (null where
 * there are none).
 */
export interface Identified {
  readonly fresh: string
  readonly before: string | null
}

/** Gives the staged file (`history.ts`, hidden); null when nothing was superseded. */
export const writeSuperseded = async (
  session: Session,
  { fresh, before }: Identified,
  staging: string,
): Promise<string | null> => {
  await session.run(render('offline/repeated-ids', { fresh }))
  if (before !== null) await session.run(render('offline/repeated-before', { fresh, before }))
  const [repeated] = await session.rows('SELECT count(*) AS n FROM repeated_ids')
  if (Number(repeated?.n) === 0) return null
  const rows = [
    `SELECT row_id, id, created, true AS fresh FROM (${fresh})`,
    ...(before === null ? [] : [`SELECT row_id, id, created, false AS fresh FROM (${before})`]),
  ]
  await session.run(render('offline/repeated-rows', { rows: rows.join(' UNION ALL ') }))
  await session.run('CREATE OR REPLACE TEMP TABLE superseded_rows (row_id BIGINT, until TIMESTAMP, "by" BIGINT)')
  const runs = await session.rows('SELECT DISTINCT run FROM repeated_rows WHERE fresh ORDER BY run')
  const last = String(runs.at(-1)?.run ?? 0)
  await session.run(render('offline/superseded', { rows: 'repeated_rows', run: last }))
  if (runs.length > 1) await supersedeByRun(session)
  const [found] = await session.rows('SELECT count(*) AS n FROM superseded_rows')
  if (Number(found?.n) === 0) return null
  const file = join(staging, 'superseded-by-id.parquet')
  await session.run(`COPY (SELECT DISTINCT * FROM superseded_rows ORDER BY ALL) TO ${quoteText(file)} (FORMAT parquet)`)
  return file
}

/** Files a question may have to read before they become one. */
const most = 20

/** Gives the staged file with all that stands in many; null while there are few. */
export const mergeSuperseded = async (
  session: Session,
  hidden: readonly string[],
  staging: string,
): Promise<string | null> => {
  if (hidden.length < most) return null
  const file = join(staging, 'merged-hidden.parquet')
  await session.run(
    `COPY (SELECT DISTINCT * FROM ${readParquet(hidden)} ORDER BY ALL) TO ${quoteText(file)} (FORMAT parquet)`,
  )
  return file
}

/** Of several runs at once: also what superseded a row before a later run brought a version in between. */
const supersedeByRun = async (session: Session): Promise<void> => {
  await session.run(render('offline/turned-rows'))
  const runs = await session.rows('SELECT DISTINCT run FROM turned_rows WHERE fresh ORDER BY run')
  for (const { run } of runs) await session.run(render('offline/superseded', { rows: 'turned_rows', run: String(run) }))
}

/** Of a relation, the rows that none superseded; with an instant, none that was known by then. */
export const unsuperseded = (
  relation: string,
  rowId: string,
  hidden: readonly string[],
  until: bigint | null,
): string => {
  if (hidden.length === 0) return relation
  const known = until === null ? '' : ` WHERE until IS NULL OR until <= make_timestamp(${until})`
  return `SELECT * FROM (${relation}) AS present
    WHERE ${rowId} NOT IN (SELECT row_id FROM ${readParquet(hidden)}${known})`
}
