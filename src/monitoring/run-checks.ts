// What do the checks of one relation find? Conditions on rows in one pass, then what each other check needs.
import type { Check } from '../core/check-definitions.ts'
import { type CheckOutcome, type CheckResult, examplesShown } from '../core/checks.ts'
import type { Micros } from '../core/clock.ts'
import { formatDuration, readDuration } from '../core/durations.ts'
import { messageOf, PintailError } from '../core/errors.ts'
import { formatInstant } from '../core/instants.ts'
import type { Json, JsonObject } from '../core/json.ts'
import { plainOf } from '../core/plain.ts'
import type { FeatureType, Value } from '../core/values.ts'
import type { EngineRow, Session } from '../offline/offline-store.ts'
import { failing, namedRows } from './check-sql.ts'
import { percent, wantedBy } from './check-words.ts'
import { type LookedAt, valueIn } from './looked-at.ts'
import type { WatchedMember } from './members.ts'

/** A check of a member; of a view itself where that is null. */
export interface Subject {
  readonly check: Check
  readonly member: WatchedMember | null
}

export interface Checking {
  readonly session: Session
  readonly view: string
  readonly keys: readonly { readonly name: string; readonly type: FeatureType }[]
  readonly seen: LookedAt
  readonly members: readonly WatchedMember[]
  readonly now: Micros
  /** The newest event time that the view has. */
  readonly newest: Micros | null
}

type Verdict = Pick<CheckResult, 'outcome' | 'found' | 'rows' | 'failing' | 'examples'>

export const runChecks = async (it: Checking, subjects: readonly Subject[]): Promise<CheckResult[]> => {
  const counts = await countAll(it, subjects)
  const results: CheckResult[] = []
  for (const [i, subject] of subjects.entries()) {
    const { check, member } = subject
    const about = {
      view: it.view,
      feature: member?.name ?? null,
      check: check.name,
      severity: check.severity,
      wanted: wantedBy(check),
    }
    results.push({ ...about, ...(await guarded(() => judge(it, subject, counts[i] ?? null))) })
  }
  return results
}

/** One broken check never stops the others. */
const guarded = async (work: () => Promise<Verdict>): Promise<Verdict> => {
  try {
    return await work()
  } catch (cause) {
    if (cause instanceof PintailError && cause.code === 'interrupted') throw cause
    return { outcome: 'broken', found: messageOf(cause), rows: 0, failing: null, examples: [] }
  }
}

/** SQL of the rows that do not pass, for checks of single values. */
const conditionOf = ({ seen }: Checking, { check, member }: Subject): string | null =>
  member && failing(check, member.feature.type, valueIn(seen, member))

/** How many rows do not pass each check of single values; null of other checks, and where counting fails. */
const countAll = async (it: Checking, subjects: readonly Subject[]): Promise<(number | null)[]> => {
  const conditions = subjects.map((subject) => conditionOf(it, subject))
  const asked = conditions.flatMap((sql, i) => (sql === null ? [] : [`count(*) FILTER (${sql}) AS c${i}`]))
  if (asked.length === 0) return conditions.map(() => null)
  const [row = {}] = await ask(it, `SELECT ${asked.join(', ')} FROM (\n${it.seen.sql}\n) AS rows`).catch(
    (cause: unknown): EngineRow[] => {
      if (cause instanceof PintailError && cause.code === 'interrupted') throw cause
      return []
    },
  )
  return conditions.map((sql, i) => (sql === null || row[`c${i}`] === undefined ? null : Number(row[`c${i}`])))
}

const ask = ({ session, seen }: Checking, sql: string): Promise<EngineRow[]> => session.rows(sql, seen.parameters)

const judge = (it: Checking, subject: Subject, counted: number | null): Promise<Verdict> => {
  const { check, member } = subject
  switch (check.name) {
    case 'row_count':
      return judgeRowCount(it, member, check.with)
    case 'freshness':
      return judgeFreshness(it, check.with.max_age)
    case 'unique':
      return judgeUnique(it, member)
    case 'sql':
      return judgeCondition(it, check.with)
    case 'distribution':
      return judgeDistribution(it, member, check.with)
    case 'outliers':
      return judgeOutliers(it, member, check.with)
    case 'not_null':
      return judgeRows(it, subject, counted, check.with.max_share ?? 0)
    case 'accepted_values':
    case 'between':
    case 'matches':
      return judgeRows(it, subject, counted, 0)
  }
}

const passing = (passes: boolean): CheckOutcome => (passes ? 'passed' : 'failed')

const judgeRows = async (it: Checking, subject: Subject, counted: number | null, share: number): Promise<Verdict> => {
  const condition = conditionOf(it, subject) ?? 'false'
  return shareOf(it, subject.member, condition, counted, share)
}

const shareOf = async (
  it: Checking,
  member: WatchedMember | null,
  condition: string,
  counted: number | null,
  share: number,
): Promise<Verdict> => {
  const { rows } = it.seen
  const [row] = counted === null ? await ask(it, countSql(it, condition)) : []
  const count = counted ?? Number(row?.n)
  const passes = rows === 0 || count / rows <= share
  return {
    outcome: passing(passes),
    found: count === 0 ? 'none' : `${count} of ${rows} rows, ${percent(count / rows)}`,
    rows,
    failing: count,
    examples: passes ? [] : await examples(it, member, condition),
  }
}

const countSql = ({ seen }: Checking, condition: string): string =>
  `SELECT count(*) AS n FROM (\n${seen.sql}\n) AS rows WHERE ${condition}`

const examples = async (it: Checking, member: WatchedMember | null, condition: string): Promise<JsonObject[]> => {
  const keys = it.keys.map((_, i) => `k${i}`)
  const value = member === null ? [] : [`${valueIn(it.seen, member)} AS v`]
  const rows = await ask(
    it,
    `SELECT ${[...keys, 'event_time', ...value].join(', ')} FROM (\n${it.seen.sql}\n) AS rows
     WHERE ${condition} ORDER BY event_time, ${keys.join(', ')} LIMIT ${examplesShown}`,
  )
  return rows.map((row) => example(it, row, member))
}

const example = (it: Checking, row: EngineRow, member: WatchedMember | null): JsonObject => ({
  ...Object.fromEntries(it.keys.map(({ name, type }, i): [string, Json] => [name, shown(row[`k${i}`] ?? null, type)])),
  event_time: shown(row.event_time ?? null, 'timestamp'),
  ...(member === null ? {} : { [member.name]: shown(row.v ?? null, member.feature.type) }),
})

/** NaN and the infinities have no number in JSON: they are told as texts. */
const shown = (value: Value, type: FeatureType): Json => {
  if (typeof value === 'bigint' && type === 'timestamp') return formatInstant(value)
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value)
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64').slice(0, 200)
  return typeof value === 'string' ? value.slice(0, 200) : plainOf(value)
}

interface Ends {
  readonly min?: number | undefined
  readonly max?: number | undefined
}

const isWithin = (value: number, { min, max }: Ends): boolean =>
  (min === undefined || value >= min) && (max === undefined || value <= max)

const whole = (outcome: CheckOutcome, found: string, rows: number): Verdict => ({
  outcome,
  found,
  rows,
  failing: null,
  examples: [],
})

/** Of a feature: how many values it has. */
const judgeRowCount = async (it: Checking, member: WatchedMember | null, ends: Ends): Promise<Verdict> => {
  const { rows } = it.seen
  const [row] = member === null ? [] : await ask(it, countSql(it, `${valueIn(it.seen, member)} IS NOT NULL`))
  const count = member === null ? rows : Number(row?.n)
  return whole(passing(isWithin(count, ends)), `${count} ${member === null ? 'rows' : 'values'}`, rows)
}

const judgeFreshness = async ({ newest, now, seen }: Checking, longest: string): Promise<Verdict> => {
  if (newest === null) return whole('failed', 'no events', seen.rows)
  const age = now - newest
  const said = age < 0n ? 'in the future' : `${formatDuration((age / 1_000_000n) * 1_000_000n)} old`
  return whole(passing(age <= (readDuration(longest) ?? 0n)), `${formatInstant(newest)}, ${said}`, seen.rows)
}

const judgeUnique = async (it: Checking, member: WatchedMember | null): Promise<Verdict> => {
  const values = member === null ? it.keys.map((_, i) => `k${i}`) : [valueIn(it.seen, member)]
  const present = values.map((value) => `${value} IS NOT NULL`).join(' AND ')
  const repeated = `SELECT ${values.map((value, i) => `${value} AS u${i}`).join(', ')}, count(*) AS times FROM (
    ${it.seen.sql}\n) AS rows WHERE ${present} GROUP BY ALL HAVING count(*) > 1`
  const [row] = await ask(it, `SELECT coalesce(sum(times), 0) AS n, count(*) AS kinds FROM (${repeated})`)
  const count = Number(row?.n)
  const { rows } = it.seen
  if (count === 0) return { outcome: 'passed', found: 'none twice', rows, failing: 0, examples: [] }
  const same = values.map((value, i) => `${value} = (twice.u${i})`).join(' AND ')
  const condition = `EXISTS (FROM (${repeated} ORDER BY ALL LIMIT ${examplesShown}) AS twice WHERE ${same})`
  const found = `${count} of ${rows} rows share ${Number(row?.kinds)} ${member === null ? 'keys' : 'values'}`
  return { outcome: 'failed', found, rows, failing: count, examples: await examples(it, member, condition) }
}

const judgeCondition = async (it: Checking, sql: string): Promise<Verdict> => {
  const keys = it.keys.map(({ name }) => name)
  const rows = namedRows(it.seen, keys, it.members)
  const not = `NOT (\n${sql}\n)`
  const [row] = await ask(it, `SELECT count(*) AS n FROM (${rows}) AS rows WHERE ${not}`)
  const count = Number(row?.n)
  const bad = count === 0 ? [] : await ask(it, `SELECT * FROM (${rows}) AS rows WHERE ${not} LIMIT ${examplesShown}`)
  return {
    outcome: passing(count === 0),
    found: count === 0 ? 'none' : `${count} of ${it.seen.rows} rows, ${percent(count / it.seen.rows)}`,
    rows: it.seen.rows,
    failing: count,
    examples: bad.map((found) => conditionExample(it, found)),
  }
}

const conditionExample = (it: Checking, row: EngineRow): JsonObject => {
  const typeOf = new Map<string, FeatureType>([
    ...it.keys.map(({ name, type }): [string, FeatureType] => [name, type]),
    ...it.members.map(({ feature }): [string, FeatureType] => [feature.name, feature.type]),
  ])
  return Object.fromEntries(
    Object.entries(row).map(([name, value]): [string, Json] =>
      name === 'pintail event time'
        ? ['event_time', shown(value, 'timestamp')]
        : [name, shown(value, typeOf.get(name) ?? 'string')],
    ),
  )
}

/** Numbers that have a place among numbers. */
const numbers = (it: Checking, member: WatchedMember): string => {
  const value = `CAST(${valueIn(it.seen, member)} AS DOUBLE)`
  return `SELECT CASE WHEN isfinite(${value}) THEN ${value} END AS v FROM (\n${it.seen.sql}\n) AS rows`
}

const judgeDistribution = async (
  it: Checking,
  member: WatchedMember | null,
  wanted: { readonly mean_between?: Ends | undefined; readonly quantile_between?: (Ends & { q: number }) | undefined },
): Promise<Verdict> => {
  if (member === null) return whole('broken', 'it is of a feature', 0)
  const { mean_between: mean, quantile_between: quantile } = wanted
  const [row] = await ask(
    it,
    `SELECT favg(v) AS mean, quantile_cont(v, ${quantile?.q ?? 0.5}) AS quantile FROM (${numbers(it, member)})`,
  )
  if (row?.mean === null) return whole('passed', 'no values', it.seen.rows)
  const figures = [
    ...(mean === undefined ? [] : [{ name: 'mean', value: Number(row?.mean), ends: mean }]),
    ...(quantile === undefined
      ? []
      : [{ name: `quantile ${quantile.q}`, value: Number(row?.quantile), ends: quantile }]),
  ]
  const passes = figures.every(({ value, ends }) => isWithin(value, ends))
  const found = figures.map(({ name, value }) => `${name} ${Number(value.toPrecision(6))}`).join(', ')
  return whole(passing(passes), found, it.seen.rows)
}

const judgeOutliers = async (
  it: Checking,
  member: WatchedMember | null,
  {
    z,
    iqr,
    max_share: share = 0,
  }: { z?: number | undefined; iqr?: number | undefined; max_share?: number | undefined },
): Promise<Verdict> => {
  if (member === null) return whole('broken', 'it is of a feature', 0)
  const [row] = await ask(
    it,
    z === undefined
      ? `SELECT q[1] - ${iqr} * (q[2] - q[1]) AS low, q[2] + ${iqr} * (q[2] - q[1]) AS high
         FROM (SELECT quantile_cont(v, [0.25, 0.75]) AS q FROM (${numbers(it, member)}))`
      : `SELECT m - ${z} * s AS low, m + ${z} * s AS high
         FROM (SELECT favg(v) AS m, stddev_samp(v) AS s FROM (${numbers(it, member)}))`,
  )
  const { low, high } = row ?? {}
  if (typeof low !== 'number' || typeof high !== 'number') return whole('passed', 'too few values', it.seen.rows)
  const value = `CAST(${valueIn(it.seen, member)} AS DOUBLE)`
  const ends = [low, high].map((end) => `CAST('${end}' AS DOUBLE)`)
  const verdict = await shareOf(it, member, `(${value} < ${ends[0]} OR ${value} > ${ends[1]})`, null, share)
  const allowed = [low, high].map((end) => Number(end.toPrecision(6))).join(' … ')
  return { ...verdict, found: `${verdict.found} outside ${allowed}` }
}
