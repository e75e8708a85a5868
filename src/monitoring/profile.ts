// What do the values of features look like? Their profiles, all of one relation in a pass or two.

import { messageOf, PintailError } from '../core/errors.ts'
import { formatInstant } from '../core/instants.ts'
import type { Histogram, Profile, ProfileOf, TopValue } from '../core/profiles.ts'
import type { Value } from '../core/values.ts'
import type { FeatureVersion } from '../core/versions.ts'
import type { EngineRow, Session } from '../offline/offline-store.ts'
import type { Registry } from '../registry/registry.ts'
import { type LookedAt, membersIn, valueIn } from './looked-at.ts'
import type { WatchedMember } from './members.ts'
import { bodyOf, currentBaselines, keyOf } from './memory.ts'
import {
  type Asked,
  askedOf,
  binsOfCounts,
  binsSql,
  closerSql,
  countsSql,
  mostCounted,
  numberOf,
  tenths,
} from './profile-figures.ts'
import { type Binned, figuresOf, mostRead, type NumberFigures } from './profile-sample.ts'
import { type Bins, distinctEdges, fewValues } from './statistics/bins.ts'

/** So many features are asked for at once. */
const atOnce = 50
const topShown = 20

/** A profile for each feature and each of its members; one that cannot be had says why and stops no other. */
export const profilesIn = async (
  session: Session,
  registry: Registry,
  seen: LookedAt,
  wanted: readonly FeatureVersion[],
): Promise<ProfileOf[]> => {
  const { members, notes } = membersIn({ features: wanted })
  const frozen = frozenBins(registry)
  const asked = members.map((member, i) => askedOf(member, i, frozen(member)))
  const found: ProfileOf[] = []
  for (let i = 0; i < asked.length; i += atOnce)
    found.push(...(await profiles(session, seen, asked.slice(i, i + atOnce))))
  return found.map((it) => (notes.length === 0 ? it : withNotes(it, notes, members)))
}

/** That members are left out is said with those that are there. */
const withNotes = (it: ProfileOf, notes: readonly string[], members: readonly WatchedMember[]): ProfileOf => {
  const name = members.find(({ feature }) => feature.id === it.feature)?.feature.name
  const own = notes.filter((note) => note.startsWith(`${name}: `))
  return { ...it, profile: { ...it.profile, notes: [...it.profile.notes, ...own] } }
}

const frozenBins = (registry: Registry): ((member: WatchedMember) => Asked['bins']) => {
  const current = currentBaselines(registry)
  return ({ feature, member }) => {
    const id = { feature: feature.id, member }
    const baseline = current.get(keyOf(id))
    const body = baseline === undefined ? null : bodyOf(registry, baseline, id)
    return baseline !== undefined && body?.kind === 'numeric' ? { bins: body.bins, baseline } : null
  }
}

const profiles = async (session: Session, seen: LookedAt, asked: readonly Asked[]): Promise<ProfileOf[]> => {
  try {
    return await together(session, seen, asked)
  } catch (cause) {
    if (cause instanceof PintailError && cause.code === 'interrupted') throw cause
    const [only, another] = asked
    if (only !== undefined && another === undefined) return [named(only, await broken(session, seen, only, cause))]
    const found: ProfileOf[] = []
    for (const one of asked) found.push(...(await profiles(session, seen, [one])))
    return found
  }
}

const named = ({ member }: Asked, profile: Profile): ProfileOf => ({
  feature: member.feature.id,
  member: member.member,
  profile,
})

/** Moments beyond what a double holds are all that may fail: the rest is had without them. */
const broken = async (session: Session, seen: LookedAt, one: Asked, cause: unknown): Promise<Profile> => {
  try {
    const [found] = await together(session, seen, [one], (sql) => !sql.endsWith('_stddev'))
    if (found)
      return { ...found.profile, notes: [...found.profile.notes, 'its deviation is beyond what a double holds'] }
  } catch (again) {
    if (again instanceof PintailError && again.code === 'interrupted') throw again
  }
  return { ...profileOf(seen, one, {}), notes: [`its values cannot be had: ${messageOf(cause)}`] }
}

const together = async (
  session: Session,
  seen: LookedAt,
  asked: readonly Asked[],
  keep: Keep = () => true,
): Promise<ProfileOf[]> => {
  const whole = seen.rows <= mostCounted
  const part = whole ? null : partOf(seen)
  const { row, binned } = await (seen.rows <= mostRead ? readFigures : askedFigures)(session, seen, asked, keep)
  const found: ProfileOf[] = []
  for (const it of asked) {
    const top = it.kind === 'categorical' ? await topOf(session, seen, it, part) : []
    found.push(named(it, profileOf(seen, it, row, binned.find((own) => own.it === it) ?? null, top)))
  }
  return found
}

type Keep = (sql: string) => boolean

/** Of few rows: the numbers are read. */
const readFigures = async (
  session: Session,
  seen: LookedAt,
  asked: readonly Asked[],
  keep: Keep,
): Promise<NumberFigures> => {
  const counts = asked.flatMap((it) => countsSql(it, true, false)).filter(keep)
  const row = await aggregated(session, seen, asked, counts, null)
  const numeric = asked.filter(({ kind }) => kind === 'numeric' || kind === 'time')
  if (numeric.length === 0) return { row, binned: [] }
  const numbers = numeric.map((it) => `coalesce(${it.number}, CAST('NaN' AS DOUBLE))`)
  const sql = `SELECT ${numbers.join(', ')} ${fromSql(seen, numeric, null)}`
  const read = await figuresOf(session, numeric, sql, seen.parameters)
  // What the engine counted is exact beyond what a double holds.
  return { row: { ...read.row, ...row }, binned: read.binned }
}

/** Of many rows: the engine is asked, for most figures of a part of them. */
const askedFigures = async (
  session: Session,
  seen: LookedAt,
  asked: readonly Asked[],
  keep: Keep,
): Promise<NumberFigures> => {
  const whole = seen.rows <= mostCounted
  const part = whole ? null : partOf(seen)
  const counts = asked.flatMap((it) => countsSql(it, whole, true)).filter(keep)
  const closer = asked.flatMap(closerSql)
  const first = await aggregated(session, seen, asked, whole ? [...counts, ...closer] : counts, null)
  const row = { ...first, ...(whole ? {} : await aggregated(session, seen, asked, closer, part)) }
  const own = await ownBins(session, seen, asked, row, part)
  const counted = await aggregated(
    session,
    seen,
    asked,
    own.map(({ it, bins }) => `${binsSql(it.number, bins)} AS ${it.value}_bins`),
    part,
  )
  const frozen = asked.flatMap((it) => (it.bins === null ? [] : [{ it, bins: it.bins.bins }]))
  const all = { ...row, ...counted }
  const binned = [...frozen, ...own].map(({ it, bins }) => {
    const counts = binsOfCounts(bins, numbersIn(all[`${it.value}_bins`])).map((n) => n * (part ?? 1))
    return { it, bins, counts }
  })
  return { row, binned }
}

/** Each so manyth row, by its number: a part that is the same each time. */
const partOf = ({ rows }: LookedAt): number => Math.max(1, Math.round(rows / 500_000))

const fromSql = (seen: LookedAt, asked: readonly Asked[], part: number | null): string => {
  const values = asked.map((it) => `${valueIn(seen, it.member)} AS ${it.value}`)
  const numbers = asked.map((it) => `${numberOf(it, it.value)} AS ${it.number}`)
  const some = part === null || !seen.numbered ? '' : `WHERE row_id % ${part} = 0`
  return `FROM (SELECT *, ${numbers.join(', ')} FROM (SELECT ${values.join(', ')} FROM (\n${seen.sql}\n) AS rows ${some}))`
}

const aggregated = async (
  session: Session,
  seen: LookedAt,
  asked: readonly Asked[],
  figures: readonly string[],
  part: number | null,
): Promise<EngineRow> => {
  if (figures.length === 0) return {}
  const [row = {}] = await session.rows(`SELECT ${figures.join(', ')} ${fromSql(seen, asked, part)}`, seen.parameters)
  return row
}

const topOf = async (session: Session, seen: LookedAt, it: Asked, part: number | null): Promise<TopValue[]> => {
  const rows = await session.rows(
    `SELECT value, rows FROM (SELECT ${it.value} AS value, count(*) AS rows ${fromSql(seen, [it], part)}
     WHERE ${it.value} IS NOT NULL GROUP BY ALL) ORDER BY rows DESC, value LIMIT ${topShown}`,
    seen.parameters,
  )
  const times = part ?? 1
  return rows.map(({ value, rows: count }) => ({
    value: typeof value === 'boolean' ? value : shortened(String(value)),
    rows: Number(count) * times,
  }))
}

const shortened = (text: string): string => (text.length > 100 ? `${text.slice(0, 99)}…` : text)

const numbersIn = (value: Value | undefined): number[] => (Array.isArray(value) ? value.map(Number) : [])

interface OwnBins {
  readonly it: Asked
  readonly bins: Bins
}

/** Edges of the values themselves, as a first baseline sets them, where none are frozen. */
const ownBins = async (
  session: Session,
  seen: LookedAt,
  asked: readonly Asked[],
  row: EngineRow,
  part: number | null,
): Promise<OwnBins[]> => {
  const own = asked.filter((it) => it.bins === null && numbersIn(row[`${it.value}_quantiles`]).length > 0)
  // An estimate may be a few too high.
  const perhapsFew = own.filter((it) => Number(row[`${it.value}_distinct`]) <= fewValues + 10)
  const values = perhapsFew.map((it) => `list_sort(list(DISTINCT ${it.number})) AS ${it.value}_values`)
  const few = await aggregated(session, seen, perhapsFew, values, part)
  return own.map((it) => {
    const found = numbersIn(few[`${it.value}_values`])
    if (found.length > 0 && found.length <= fewValues) return { it, bins: { by: 'values', edges: found } }
    const tenth = numbersIn(row[`${it.value}_quantiles`]).slice(-tenths.length)
    return { it, bins: { by: 'ranges', edges: distinctEdges(tenth, Number(row[`${it.value}_least`])) } }
  })
}

const finite = (value: Value | undefined): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? value : null

const ends = (it: Asked, value: Value | undefined): Profile['min'] => {
  if (value === undefined || value === null) return null
  if (typeof value === 'bigint') return it.kind === 'time' ? formatInstant(value) : value
  return typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean' ? value : null
}

const profileOf = (
  seen: LookedAt,
  it: Asked,
  row: EngineRow,
  binned: Binned | null = null,
  top: readonly TopValue[] = [],
): Profile => {
  const figure = (name: string): Value | undefined => row[`${it.value}_${name}`]
  const count = (name: string): number => Number(figure(name) ?? 0)
  const present = count('present')
  const quantiles = it.kind === 'numeric' ? numbersIn(figure('quantiles')) : []
  const [p1, p5, p25, p50, p75, p95, p99] = quantiles.map(finite)
  const whole = seen.rows <= mostCounted
  const part = whole ? 1 : partOf(seen)
  const histogram: Histogram | null =
    binned === null ? null : { ...binned.bins, counts: binned.counts, baseline: it.bins?.baseline ?? null }
  const parts = it.kind === 'categorical' ? 'top values are' : 'quantiles and histogram are'
  return {
    kind: it.kind,
    type: it.member.feature.type,
    of: seen.of,
    as_of: seen.at === null ? null : formatInstant(seen.at),
    runs: seen.runs,
    rows: seen.rows,
    nulls: seen.rows - present,
    non_finite: it.kind === 'numeric' ? present - count('finite') : 0,
    distinct: figure('distinct') === undefined ? null : count('distinct'),
    min: ends(it, figure('min')),
    max: ends(it, figure('max')),
    mean: it.kind === 'numeric' ? finite(figure('mean')) : null,
    stddev: it.kind === 'numeric' ? finite(figure('stddev')) : null,
    p1: p1 ?? null,
    p5: p5 ?? null,
    p25: p25 ?? null,
    p50: p50 ?? null,
    p75: p75 ?? null,
    p95: p95 ?? null,
    p99: p99 ?? null,
    histogram,
    top,
    notes: [...seen.notes, ...(whole ? [] : ['distinct is an estimate', `${parts} of one row in ${part}`])],
  }
}
