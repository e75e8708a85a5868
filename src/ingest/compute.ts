// From landed rows to a view's history: new rows become segments, new versions become columns of old segments.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { compileIds, compileRelation, type Relation } from '../aggregations/compile.ts'
import type { Texts } from '../aggregations/derived.ts'
import { isFitted } from '../aggregations/fitted.ts'
import { messageOf } from '../core/errors.ts'
import type { History, Segment } from '../core/history.ts'
import { isStored } from '../core/state.ts'
import type { Column } from '../core/values.ts'
import { columnOf, type FeatureVersion } from '../core/versions.ts'
import { type WrittenSegment, writeColumnGroup, writeSegments } from '../offline/feature-log.ts'
import type { Session } from '../offline/offline-store.ts'
import { type LandedFile, landedRows } from '../offline/source-log.ts'
import { writeSuperseded } from '../offline/superseded.ts'
import { quoteName } from '../sql/quote.ts'
import { fitNumbers, fitVocabularies } from './fit.ts'
import { amongst, type Derived, derive, namedBy, type Standing, standingIn, worthKeeping } from './kept.ts'

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
  /** checked: there were texts in its JSON columns that are no JSON. */
  readonly texts?: Texts
}

/** A staged file with what it holds. */
export interface StagedFile {
  readonly staged: string
  readonly identities: boolean
  readonly features: readonly number[]
}

/** Columns for a segment that stands already. */
export interface Group extends StagedFile {
  readonly segment: number
  /** Computed of what the segment has: no landed row was read. */
  readonly fromHistory?: boolean
}

export interface Computed {
  readonly segments: readonly (Omit<WrittenSegment, 'file'> & { readonly files: readonly StagedFile[] })[]
  readonly groups: readonly Group[]
  readonly hidden: string | null
  readonly fitted: readonly FeatureVersion[]
  /** Rows left out for a null key. */
  readonly skipped: number
  /** trusted: every text in a JSON column that was read is JSON. */
  readonly texts: Texts
}

/** Whether a text that was trusted to be JSON is none. */
export const isMalformed = (cause: unknown): boolean => /malformed json/i.test(messageOf(cause))

/**
 * Texts of JSON columns are trusted until one is met that is no JSON: to look at each first is to read it twice. Then
 * all is computed again, with null in the place of such texts.
 */
export const computeHistory = async (session: Session, computation: Computation): Promise<Computed> => {
  const { texts = 'trusted' } = computation
  try {
    return await compute(session, { ...computation, texts })
  } catch (cause) {
    if (texts === 'checked' || !isMalformed(cause)) throw cause
    return compute(session, { ...computation, texts: 'checked' })
  }
}

const compute = async (session: Session, computation: Computation & { readonly texts: Texts }): Promise<Computed> => {
  const { history, columns, landed, fresh, texts } = computation
  const { rowSet } = history
  const hidden = await supersede(session, computation)
  const fitting = {
    rowSet,
    columns,
    texts,
    rows: landedRows(landed, columns),
    hidden: rowSet.eventId === null ? [] : [...history.hidden, ...(hidden === null ? [] : [hidden])],
  }
  const numbers = await fitNumbers(session, { ...fitting, wanted: computation.live, all: computation.all })
  const { all } = numbers
  const live = computation.live.map((feature) => all.get(feature.id) ?? feature)
  const ready = live.filter((feature) => isStored(feature) && closureFitted(feature, all))
  const lacking = lackingIn(history.segments, ready)
  const standing = await standingIn(session, rowSet.events ? [...lacking.keys()] : [], all)
  const named = await namedBy(session, rowSet.events && (lacking.size > 0 || fresh.length > 0) ? ready : [])
  const compile = async (wanted: readonly FeatureVersion[], files: readonly LandedFile[], has?: Standing) => {
    const compilation = { rowSet, columns, from: `(${landedRows(files, columns)})`, all, texts }
    const kept = await worthKeeping(session, amongst(named, wanted), compilation)
    const lacked = kept.filter((it) => !has?.has(it.kept))
    return compileRelation({ ...compilation, wanted }, lacked)
  }

  const groups: Group[] = []
  for (const [segment, missing] of lacking) {
    const within = landed.filter((file) => file.run >= segment.firstRun && file.run <= segment.lastRun)
    const has: Standing = standing.get(segment) ?? new Map()
    const { staging } = computation
    const from = { named: amongst(named, missing), standing: has, landed: landedRows(within, columns), staging }
    const derived = await derive(session, segment, from)
    groups.push(...derived.map((it) => derivedGroup(it, segment)))
    const others = missing.filter((feature) => !derived.some((it) => it.features.includes(feature)))
    if (others.length === 0) continue
    groups.push(...(await columnGroups(session, await compile(others, within, has), segment, staging)))
  }
  const added = fresh.length === 0 ? nothing : await newSegments(session, computation, await compile(ready, fresh))
  const segments = [...history.segments.map((it) => withGroups(it, groups)), ...added.segments.map(staged)]
  const vocabularies = await fitVocabularies(session, { ...fitting, wanted: live, all, segments })
  const gained = new Set([...numbers.gained, ...vocabularies.gained].map((feature) => feature.id))
  return {
    ...added,
    texts,
    groups,
    hidden: hidden ?? added.hidden,
    fitted: [...gained].flatMap((id) => vocabularies.all.get(id) ?? []),
  }
}

/** The segments that lack some of the features, with those. */
const lackingIn = (
  segments: readonly Segment[],
  features: readonly FeatureVersion[],
): ReadonlyMap<Segment, readonly FeatureVersion[]> =>
  new Map(
    segments.flatMap((segment) => {
      const has = new Set(segment.files.flatMap((file) => file.features))
      const missing = features.filter(({ id }) => !has.has(id))
      return missing.length === 0 ? [] : [[segment, missing]]
    }),
  )

const derivedGroup = ({ staged, features }: Derived, { id }: Segment): Group => ({
  staged,
  identities: false,
  features: features.map((it) => it.id),
  segment: id,
  fromHistory: true,
})

type Added = Pick<Computed, 'segments' | 'hidden' | 'skipped'>

const nothing: Added = { segments: [], hidden: null, skipped: 0 }

const newSegments = async (
  session: Session,
  { history, staging }: Computation,
  [first, ...others]: readonly Relation[],
): Promise<Added> => {
  if (!first) return nothing
  const written = await writeSegments(session, first.sql, columnsIn(first), history, staging)
  const segments: Computed['segments'][number][] = []
  for (const [i, { file, ...rest }] of written.segments.entries()) {
    const identities: StagedFile = { staged: file, identities: true, features: first.features.map((it) => it.id) }
    const segment = staged({ ...rest, files: [identities] }, i)
    segments.push({ ...rest, files: [identities, ...(await columnGroups(session, others, segment, staging))] })
  }
  return { segments, hidden: written.hidden, skipped: await keyless(session, first.sql, history) }
}

/** Of rows with an id: what the new ones supersede, and what supersedes them, whatever the view leaves out. */
const supersede = async (session: Session, computation: Computation): Promise<string | null> => {
  const { history, columns, landed, fresh, staging, texts = 'checked' } = computation
  const { rowSet } = history
  const { eventId } = rowSet
  if (eventId === null || fresh.length === 0) return null
  const isFresh = new Set(fresh.map((file) => file.id))
  const before = landed.filter((file) => !isFresh.has(file.id))
  const ids = (files: readonly LandedFile[]): string =>
    compileIds({ rowSet, columns, texts, from: `(${landedRows(files, columns)})` }, eventId)
  return writeSuperseded(session, { fresh: ids(fresh), before: before.length === 0 ? null : ids(before) }, staging)
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
  relations: readonly Relation[],
  segment: Segment,
  staging: string,
): Promise<Group[]> => {
  const groups: Group[] = []
  for (const [i, relation] of relations.entries()) {
    const { sql, features } = relation
    if (features.length === 0) continue
    const folder = join(staging, `groups-${i}`)
    mkdirSync(folder, { recursive: true })
    const staged = await writeColumnGroup(session, sql, columnsIn(relation), segment, folder)
    groups.push({ staged, identities: false, features: features.map((it) => it.id), segment: segment.id })
  }
  return groups
}

const columnsIn = ({ features, kept }: Relation): string[] => [...features.map(columnOf), ...kept.map((it) => it.kept)]

/** A segment not yet committed, read from where it is staged. */
const staged = ({ files, ...segment }: Computed['segments'][number], i: number): Segment => ({
  ...segment,
  id: -1 - i,
  firstRun: 0,
  lastRun: 0,
  files: files.map(({ staged: path, ...file }) => ({ ...file, path })),
})

const withGroups = (segment: Segment, groups: Computed['groups']): Segment => ({
  ...segment,
  files: [
    ...segment.files,
    ...groups
      .filter((group) => group.segment === segment.id)
      .map(({ staged, identities, features }) => ({ path: staged, identities, features })),
  ],
})

const keyless = async (session: Session, relation: string, history: History): Promise<number> => {
  const isNull = history.rowSet.keys.map((key) => `${quoteName(key.name)} IS NULL`).join(' OR ')
  const [counted] = await session.rows(`SELECT count(*) AS n FROM (${relation}) WHERE ${isNull}`)
  return Number(counted?.n)
}
