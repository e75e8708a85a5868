// How is a baseline taken? Each feature's values of a range read once, frozen in a file with the figures of its bins.
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { BaselineBody } from '../core/baselines.ts'
import type { DriftRange } from '../core/drift.ts'
import { messageOf, PintailError } from '../core/errors.ts'
import type { History } from '../core/history.ts'
import type { Watched } from '../core/verbs.ts'
import type { FeatureVersion } from '../core/versions.ts'
import { flush } from '../offline/files.ts'
import type { Session } from '../offline/offline-store.ts'
import { quoteText } from '../sql/quote.ts'
import { render } from '../sql/render.ts'
import { type FewValues, readFew, writeFew } from './few.ts'
import { membersOf, type WatchedMember } from './members.ts'
import { type MemberId, type RecordedBaseline, recordBaseline, type TakenFor } from './memory.ts'
import { type Population, type Relation, type Share, sharesOf } from './population.ts'
import { readNumbers } from './read-numbers.ts'
import { byKind, type DriftRoom } from './room.ts'
import { baseOf, sideOf } from './sides.ts'
import type { FineCounts } from './statistics/fine-bins.ts'
import { countTexts } from './text-figures.ts'

export interface Taking {
  readonly view: string
  readonly history: History
  readonly features: readonly FeatureVersion[]
  readonly range: DriftRange
  readonly origin: TakenFor
}

type Taken = MemberId & { readonly body: BaselineBody }

/** Takes it and makes it current for its features. A feature that cannot be read stands in it as broken. */
export const takeBaseline = async (room: DriftRoom, it: Taking, watched: Watched): Promise<RecordedBaseline> => {
  sweep(room)
  const staging = join(room.folder, `staging-${randomBytes(6).toString('hex')}`)
  mkdirSync(staging, { recursive: true, mode: 0o700 })
  const session = await room.store.session(watched.signal)
  try {
    const members: Taken[] = []
    for (const [group, { features, population }] of (await sharesFor(session, room, it, watched)).entries()) {
      const watchedMembers = features.flatMap((feature) => membersOf(feature).members)
      const few = await fewBodies(session, population, watchedMembers, { staging, file: `few-${group}.parquet` })
      for (const member of watchedMembers) {
        watched.progress?.step(`${it.view}: baseline of ${member.name}`)
        const id = { feature: member.feature.id, member: member.member }
        const file = `${members.length}.parquet`
        const body = few?.get(member) ?? (await bodyOf(session, population, member, { staging, file }))
        members.push({ ...id, body })
      }
    }
    const rows = Math.max(0, ...members.map(({ body }) => (body.kind === 'broken' ? 0 : body.rows)))
    const { view, origin, range } = it
    // To set it means to compare with it from now on: of nothing, that would be to look away.
    if (origin === 'set' && rows === 0 && members.every(({ body }) => body.kind !== 'broken')) throw nothingIn(view)
    flush(staging)
    return recordBaseline(room.registry, { view, origin, range, rows, members }, (id) => {
      const target = join(room.folder, String(id))
      // A crash before the registry knew of it left it.
      rmSync(target, { recursive: true, force: true })
      renameSync(staging, target)
      flush(room.folder)
    })
  } finally {
    session.close()
    rmSync(staging, { recursive: true, force: true })
  }
}

const nothingIn = (view: string): PintailError =>
  new PintailError({
    code: 'bad_argument',
    message: `no row of "${view}" is in that range, so there is nothing to compare with later`,
    fix: `name a range with rows   pintail export ${view} --latest`,
  })

/** What a crash left is of no use to anyone a day later. */
const sweep = ({ folder, registry }: DriftRoom): void => {
  if (!existsSync(folder)) return
  const old = Number(registry.clock.now() / 1000n) - 86_400_000
  for (const name of readdirSync(folder)) {
    if (!name.startsWith('staging-')) continue
    const path = join(folder, name)
    if ((statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0) < old) rmSync(path, { recursive: true, force: true })
  }
}

const sharesFor = async (
  session: Session,
  { registry }: DriftRoom,
  { history, range, features: wanted }: Taking,
  watched: Watched,
): Promise<Share[]> => {
  const { features: all } = registry.state()
  const found: Share[] = []
  for (const features of byKind(wanted))
    found.push(...(await sharesOf(session, { history, features, all, range, name: 'taken' }, whyBroken, watched)))
  return found
}

/** In words; what stops the whole is thrown on. */
export const whyBroken = (cause: unknown): string => {
  if (cause instanceof PintailError && ['interrupted', 'store_full', 'not_permitted'].includes(cause.code)) throw cause
  return messageOf(cause)
}

interface Place {
  readonly staging: string
  readonly file: string
}

const bodyOf = async (
  session: Session,
  population: Population | string,
  member: WatchedMember,
  place: Place,
): Promise<BaselineBody> => {
  if (typeof population === 'string') return { kind: 'broken', why: population }
  try {
    const values = population.valuesOf(member, null)
    return member.kind === 'numeric'
      ? await numericBody(session, values, place)
      : await textBody(session, values, place)
  } catch (cause) {
    return { kind: 'broken', why: whyBroken(cause) }
  }
}

/** Null where they are many, or where they cannot be read together: one broken feature does not break the others. */
const fewBodies = async (
  session: Session,
  population: Population | string,
  members: readonly WatchedMember[],
  { staging, file }: Place,
): Promise<ReadonlyMap<WatchedMember, BaselineBody> | null> => {
  if (typeof population === 'string' || members.length === 0) return null
  try {
    const few = await readFew(session, population.wide(members, null), members)
    if (few === null) return null
    await writeFew(session, [...few.values()], join(staging, file))
    return new Map([...few].map(([member, it], place) => [member, fewBody(it, { file, place })]))
  } catch (cause) {
    whyBroken(cause)
    return null
  }
}

const fewBody = (it: FewValues, at: { readonly file: string; readonly place: number }): BaselineBody => {
  if (it.kind === 'categorical') {
    const { rows, nulls, values } = it.tally
    return { kind: 'categorical', rows, nulls, values, distinct: it.counts.size, ...at }
  }
  const { rows, nulls, values, nonFinite, moments, bins, counts } = baseOf(it.side)
  return { kind: 'numeric', rows, nulls, values, nonFinite, exact: true, bins, counts, ...moments, ...at }
}

const numericBody = async (session: Session, values: Relation, place: Place): Promise<BaselineBody> => {
  const numbers = await readNumbers(session, values)
  const base = baseOf(sideOf(numbers))
  if (base.held.exact && base.values > 0) await writeValues(session, values, place)
  if (!base.held.exact) await writeFine(session, base.held.fine, place)
  const { rows, nulls, nonFinite, moments, bins, counts } = base
  const file = base.values === 0 ? null : place.file
  const exact = base.held.exact
  return {
    kind: 'numeric',
    rows,
    nulls,
    values: base.values,
    file,
    place: null,
    nonFinite,
    exact,
    bins,
    counts,
    ...moments,
  }
}

const textBody = async (session: Session, values: Relation, place: Place): Promise<BaselineBody> => {
  const table = 'taken_counts'
  const { rows, nulls, values: present } = await countTexts(session, values, table)
  if (present === 0) return { kind: 'categorical', rows, nulls, values: 0, distinct: 0, file: null, place: null }
  const path = quoteText(join(place.staging, place.file))
  const text = `SELECT value, count FROM ${table} WHERE value IS NOT NULL ORDER BY count DESC, value`
  await session.run(`COPY (${text}) TO ${path} (FORMAT parquet, COMPRESSION zstd)`)
  const [row] = await session.rows(`SELECT count(value) AS found FROM ${table}`)
  return {
    kind: 'categorical',
    rows,
    nulls,
    values: present,
    distinct: Number(row?.found ?? 0),
    file: place.file,
    place: null,
  }
}

const writeValues = async (
  session: Session,
  { sql, parameters }: Relation,
  { staging, file }: Place,
): Promise<void> => {
  const target = quoteText(join(staging, file))
  await session.run(render('monitoring/drift-values', { relation: sql, file: target }), parameters)
}

const writeFine = async (
  session: Session,
  { edges, counts, sums }: FineCounts,
  { staging, file }: Place,
): Promise<void> => {
  const table = 'fine_values'
  await session.run(render('monitoring/drift-fine-values', { table }), {
    edges: JSON.stringify([null, ...edges]),
    counts: JSON.stringify([...counts]),
    sums: JSON.stringify([...sums]),
  })
  await session.run(`COPY ${table} TO ${quoteText(join(staging, file))} (FORMAT parquet)`)
}
