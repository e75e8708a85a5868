// From landed rows to a view's history: new rows become segments, new versions become columns of old segments.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { compileRelation } from '../aggregations/compile.ts'
import { isFitted } from '../aggregations/fitted.ts'
import type { History, Segment } from '../core/history.ts'
import { isStored } from '../core/state.ts'
import type { Column } from '../core/values.ts'
import { columnOf, type FeatureVersion } from '../core/versions.ts'
import { type WrittenSegment, writeColumnGroup, writeSegments } from '../offline/feature-log.ts'
import type { Session } from '../offline/offline-store.ts'
import { type LandedFile, landedRows } from '../offline/source-log.ts'
import { quoteName } from '../sql/quote.ts'
import { fitMissing } from './fit.ts'

export interface Computation {
  readonly history: History
  /** Raw columns of the source. */
  readonly columns: readonly Column[]
  /** The whole source log, and those of it that the history does not hold yet. */
  readonly landed: readonly LandedFile[]
  readonly fresh: readonly LandedFile[]
  readonly live: readonly FeatureVersion[]
  readonly all: ReadonlyMap<number, FeatureVersion>
  readonly staging: string
}

/** A staged file with what it holds. */
export interface StagedFile {
  readonly staged: string
  readonly identities: boolean
  readonly features: readonly number[]
}

export interface Computed {
  readonly segments: readonly (Omit<WrittenSegment, 'file'> & { readonly files: readonly StagedFile[] })[]
  /** Columns for segments that stand already. */
  readonly groups: readonly (StagedFile & { readonly segment: number })[]
  readonly hidden: string | null
  readonly fitted: readonly FeatureVersion[]
  /** Rows left out for a null key. */
  readonly skipped: number
}

export const computeHistory = async (session: Session, computation: Computation): Promise<Computed> => {
  const { history, columns, landed, fresh } = computation
  const { rowSet } = history
  const rows = landedRows(landed, columns)
  const { all, gained } = await fitMissing(session, {
    rowSet,
    columns,
    rows,
    wanted: computation.live,
    all: computation.all,
  })
  const live = computation.live.map((feature) => all.get(feature.id) ?? feature)
  const ready = live.filter((feature) => isStored(feature) && closureFitted(feature, all))
  const compile = (wanted: readonly FeatureVersion[], files: readonly LandedFile[]) =>
    compileRelation({ rowSet, columns, from: `(${landedRows(files, columns)})`, wanted, all })

  const groups: (StagedFile & { segment: number })[] = []
  for (const segment of history.segments) {
    const missing = ready.filter((feature) => !segment.files.some((file) => file.features.includes(feature.id)))
    if (missing.length === 0) continue
    const within = landed.filter((file) => file.run >= segment.firstRun && file.run <= segment.lastRun)
    groups.push(...(await columnGroups(session, compile(missing, within), segment, computation.staging)))
  }
  if (fresh.length === 0) return { segments: [], groups, hidden: null, fitted: gained, skipped: 0 }

  const [first, ...others] = compile(ready, fresh)
  if (!first) return { segments: [], groups, hidden: null, fitted: gained, skipped: 0 }
  const written = await writeSegments(session, first.sql, first.features.map(columnOf), history, computation.staging)
  const segments: Computed['segments'][number][] = []
  for (const [i, { file, ...rest }] of written.segments.entries()) {
    const identities: StagedFile = { staged: file, identities: true, features: first.features.map((it) => it.id) }
    const segment = asSegment(-1 - i, written.segments[i])
    const more = segment ? await columnGroups(session, others, segment, computation.staging) : []
    segments.push({ ...rest, files: [identities, ...more] })
  }
  return {
    segments,
    groups,
    hidden: written.hidden,
    fitted: gained,
    skipped: await keyless(session, first.sql, history),
  }
}

/** A feature counts once it and all it uses have their numbers; until then it has no values at all. */
const closureFitted = (feature: FeatureVersion, all: ReadonlyMap<number, FeatureVersion>): boolean =>
  isFitted(feature) &&
  feature.uses.every(({ id }) => {
    const used = all.get(id)
    return used !== undefined && closureFitted(used, all)
  })

const columnGroups = async (
  session: Session,
  relations: readonly { readonly sql: string; readonly features: readonly FeatureVersion[] }[],
  segment: Segment,
  staging: string,
): Promise<(StagedFile & { segment: number })[]> => {
  const groups: (StagedFile & { segment: number })[] = []
  for (const [i, { sql, features }] of relations.entries()) {
    if (features.length === 0) continue
    const folder = join(staging, `groups-${i}`)
    mkdirSync(folder, { recursive: true })
    const staged = await writeColumnGroup(session, sql, features.map(columnOf), segment, folder)
    groups.push({ staged, identities: false, features: features.map((it) => it.id), segment: segment.id })
  }
  return groups
}

/** A segment not yet committed, for the columns that follow its rows. */
const asSegment = (id: number, written: WrittenSegment | undefined): Segment | undefined =>
  written && {
    ...written,
    id,
    firstRun: 0,
    lastRun: 0,
    files: [{ path: written.file, identities: true, features: [] }],
  }

const keyless = async (session: Session, relation: string, history: History): Promise<number> => {
  const isNull = history.rowSet.keys.map((key) => `${quoteName(key.name)} IS NULL`).join(' OR ')
  const [counted] = await session.rows(`SELECT count(*) AS n FROM (${relation}) WHERE ${isNull}`)
  return Number(counted?.n)
}
