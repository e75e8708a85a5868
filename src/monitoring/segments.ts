// Has one part of the rows drifted? The comparison made for each value of a column, the most frequent ones first.
import type { ViewDrift } from '../core/drift.ts'
import { PintailError } from '../core/errors.ts'
import { type Compared, compareSegment, fewOf } from './against-baseline.ts'
import { type Comparing, populationOr, reportOf } from './comparing.ts'
import { keyOf } from './memory.ts'
import type { Population } from './population.ts'
import { byKind } from './room.ts'

/** Of a column with more values, so many are compared. */
export const mostSegments = 50

/**
 * A frozen baseline does not tell its rows' segments apart, so the rows of its range are read again.
 */
export const segmentsOf = async (it: Comparing, column: string, notes: readonly string[]): Promise<ViewDrift[]> => {
  const { main } = it.named
  if (main === null) return [reportOf(it, [], { column, value: null }, [...notes, 'there is no baseline'])]
  const [features = [], ...others] = byKind(it.view.features)
  if (others.length > 0) throw new Error('a view has rows or aggregations')
  const then = await populationOr(it, features, main.range, 'then')
  const now = await populationOr(it, features, it.range, 'now')
  const { values, more } = await valuesOf(it, column, then, now)
  const told = more === 0 ? notes : [...notes, `${more} more values of ${column} have fewer rows and are left out`]
  const reports: ViewDrift[] = []
  for (const value of values) {
    it.watched.progress?.step(`${it.view.view}: drift where ${column} is ${value}`)
    const compared: Compared[] = []
    const segment = { column, value }
    const sides = {
      before: { population: then, few: await fewOf(it.session, then, it.members, segment) },
      after: { population: now, few: await fewOf(it.session, now, it.members, segment) },
    }
    for (const member of it.members) {
      const baseline = it.named.of.get(keyOf({ feature: member.feature.id, member: member.member })) ?? null
      compared.push(await compareSegment(it.session, member, baseline, segment, sides))
    }
    reports.push(reportOf(it, compared, segment, told))
  }
  return reports
}

const valuesOf = async (
  { session }: Comparing,
  column: string,
  then: Population | string,
  now: Population | string,
): Promise<{ values: (string | null)[]; more: number }> => {
  const broken = [then, now].find((it) => typeof it === 'string')
  if (broken !== undefined) throw new PintailError({ code: 'engine_failure', message: String(broken) })
  const counts = new Map<string | null, number>()
  for (const population of [then, now]) {
    if (typeof population === 'string') continue
    const { sql, parameters } = population.segments(column)
    const text = `SELECT v, count(*)::DOUBLE AS n FROM (\n${sql}\n) GROUP BY v ORDER BY n DESC, v LIMIT 10000`
    for (const row of await session.rows(text, parameters)) {
      const value = row.v === null || row.v === undefined ? null : String(row.v)
      counts.set(value, (counts.get(value) ?? 0) + Number(row.n))
    }
  }
  const ordered = [...counts].sort(([, n], [, m]) => m - n).map(([value]) => value)
  return { values: ordered.slice(0, mostSegments), more: Math.max(0, ordered.length - mostSegments) }
}
