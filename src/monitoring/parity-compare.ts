// Is what was read online what the history answers? First as of what online had read, then as of the reading itself.

import { formatInstant } from '../core/instants.ts'
import type { Difference, DifferenceKind } from '../core/parity.ts'
import type { Value } from '../core/values.ts'
import type { Knowledge } from '../core/verbs.ts'
import { type Answers, ask, type Horizon, isFound } from './parity-ask.ts'
import { causesOf } from './parity-causes.ts'
import { type Comparison, type Finding, isWindow, pick } from './parity-comparison.ts'
import { type Same, sameFor } from './parity-same.ts'
import type { Tally } from './parity-tally.ts'

export const compare = async (it: Comparison, tally: Tally): Promise<void> => {
  const { subject, reads, known } = it
  tally.compare(reads.length * subject.selected.length)
  const horizon: Horizon =
    known === null ? { until: null, lastRun: it.landed } : { until: known.until, lastRun: known.lastRun }
  const due = await ask(subject, reads, horizon)
  const sames = subject.selected.map(({ feature }) => sameFor(feature, subject.all))
  await tellWrong(it, tally, due, sames)
  if (known === null) return
  await tellBehind(it, tally, due, sames, known)
  await tellAged(it, tally, due, sames, known)
}

/** What kind of difference a value is; null: none. */
const kindOf = (it: Comparison, due: Answers, row: number, at: number, same: Same): DifferenceKind | null => {
  const read = it.reads[row]
  const status = read?.statuses[at]
  const held = status !== 'NOT_FOUND'
  if (held !== isFound(due, row)) return held ? 'extra' : 'missing'
  const offline = due.values[at]?.[row] ?? null
  const online = read?.values[at] ?? null
  if (same(online, offline)) return null
  return it.logged && status === 'PRESENT' && same(online, asWritten(offline)) ? null : 'different'
}

/** JSON has no number for what is not finite. */
const asWritten = (value: Value): Value => {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  return Array.isArray(value) ? value.map(asWritten) : value
}

interface Found {
  readonly row: number
  readonly at: number
  readonly kind: DifferenceKind
}

const tellWrong = async (it: Comparison, tally: Tally, due: Answers, sames: readonly Same[]): Promise<void> => {
  const found = differing(it, (row, at, same) => kindOf(it, due, row, at, same), sames)
  if (found.length === 0) return
  const rows = [...new Set(found.map(({ row }) => row))]
  const cause = it.known === null ? null : await causesOf(it, it.known, rows, due, sames)
  for (const one of found) {
    const { settled, ...finding } = cause?.(one.row, one.at, one.kind) ?? { ...it.lacking, settled: false }
    const kind = settled ? 'behind' : one.kind
    tally.note({ kind, ...finding }, () => example(it, one, due))
  }
}

/** Right as of the materialize; would it be as of the reading? */
const tellBehind = async (
  it: Comparison,
  tally: Tally,
  due: Answers,
  sames: readonly Same[],
  known: Knowledge,
): Promise<void> => {
  if (!mayHaveMoved(it, known)) return
  const { subject, reads } = it
  const now = await ask(subject, reads, { until: null, lastRun: null })
  const moved = differing(
    it,
    (row, at, same) => {
      if (kindOf(it, due, row, at, same) !== null) return null
      if (isFound(due, row) !== isFound(now, row)) return isFound(now, row) ? 'missing' : 'extra'
      return same(due.values[at]?.[row] ?? null, now.values[at]?.[row] ?? null) ? null : 'different'
    },
    sames,
  )
  if (moved.length === 0) return
  const rows = [...new Set(moved.map(({ row }) => row))]
  const places = new Map(rows.map((row, i) => [row, i]))
  const some = pick(reads, rows)
  const later = await ask(subject, some, { until: known.until, lastRun: null })
  const untouched = await ask(subject, some, { until: null, lastRun: known.lastRun })
  for (const one of moved) {
    const place = places.get(one.row) ?? 0
    const kind = it.strict ? one.kind : 'behind'
    const finding = whyBehind({ it, due, later, known, untouched, now }, one, place, sames)
    tally.note({ kind, ...finding }, () => example(it, one, now))
  }
}

interface Moved {
  readonly it: Comparison
  readonly due: Answers
  /** As of the materialize, with the runs since. */
  readonly later: Answers
  /** As of the reading, without the runs since. */
  readonly untouched: Answers
  readonly now: Answers
  readonly known: Knowledge
}

/** Asked again as of the materialize, with the runs since: a late row changes that answer, a newer one does not. */
const whyBehind = (
  { it, due, later, untouched, now, known }: Moved,
  { row, at }: Found,
  place: number,
  sames: readonly Same[],
): Finding => {
  const since = formatInstant(known.until)
  const [before, after] = [due.times[row] ?? null, later.times[place] ?? null]
  const changed =
    (before === null) !== (after === null) ||
    sames[at]?.(due.values[at]?.[row] ?? null, later.values[at]?.[place] ?? null) !== true
  if (changed && before !== null && before === after && !isWindow(it) && due.rowIds[row] !== later.rowIds[place]) {
    return { cause: 'tie', why: `a row of the same event time was landed after the materialize as of ${since}` }
  }
  if (changed) return { cause: 'late row', why: `rows of before ${since} were landed after the materialize` }
  const passed = sames[at]?.(untouched.values[at]?.[place] ?? null, now.values[at]?.[row] ?? null) === true
  const what = passed ? 'no row landed since, but time has passed' : 'rows of later have landed since'
  return { cause: 'not materialized', why: `as of ${since}; ${what}` }
}

/** Young enough as of the materialize and too old when it was read: asked again with ttl as of the materialize. */
const tellAged = async (
  it: Comparison,
  tally: Tally,
  due: Answers,
  sames: readonly Same[],
  known: Knowledge,
): Promise<void> => {
  const { ttl } = it.subject.view
  if (ttl === null || isWindow(it)) return
  const rows = it.reads.flatMap(({ read }, row) => {
    const time = due.times[row] ?? null
    return time !== null && time < read - ttl && time >= known.until - ttl ? [row] : []
  })
  if (rows.length === 0) return
  const reads = pick(it.reads, rows).map((read) => ({ ...read, read: known.until }))
  const then = await ask(it.subject, reads, { until: known.until, lastRun: known.lastRun })
  const whole = { ...then, values: it.subject.selected.map((_, at) => spread(then.values[at] ?? [], rows)) }
  for (const [place, row] of rows.entries()) {
    for (const [at, same] of sames.entries()) {
      const [before, now] = [then.values[at]?.[place] ?? null, due.values[at]?.[row] ?? null]
      if (same(before, now)) continue
      const why = `young enough as of ${formatInstant(known.until)}, and older than ttl when it was read`
      tally.note({ kind: 'aged', cause: 'ttl edge', why }, () => example(it, { row, at }, whole))
    }
  }
}

const spread = (values: readonly Value[], rows: readonly number[]): Value[] => {
  const wide: Value[] = []
  for (const [i, row] of rows.entries()) wide[row] = values[i] ?? null
  return wide
}

const differing = (
  { reads }: Comparison,
  kind: (row: number, at: number, same: Same) => DifferenceKind | null,
  sames: readonly Same[],
): Found[] => {
  const found: Found[] = []
  for (let row = 0; row < reads.length; row += 1) {
    for (const [at, same] of sames.entries()) {
      const of = kind(row, at, same)
      if (of !== null) found.push({ row, at, kind: of })
    }
  }
  return found
}

/** False where nothing landed since and nothing comes due: then there is nothing to ask. */
const mayHaveMoved = ({ subject, reads, ...it }: Comparison, known: Knowledge): boolean => {
  const { history } = subject
  if (history.lastRun > known.lastRun) return true
  const later = reads.some(({ read }) => read > known.until)
  return later && (isWindow({ subject, ...it }) || history.segments.some(({ latest }) => latest > known.until))
}

const example = (
  { subject, reads, logged }: Comparison,
  { row, at }: Pick<Found, 'row' | 'at'>,
  offline: Answers,
): Omit<Difference, 'kind' | 'cause' | 'why'> => {
  const read = reads[row]
  const selected = subject.selected[at]
  const keys = subject.view.rowSet.keys.map(({ name }, i) => [name, read?.key[i] ?? null] as const)
  return {
    feature: selected?.column ?? '',
    type: selected?.feature.type ?? 'string',
    keys: Object.fromEntries(keys),
    online: read?.values[at] ?? null,
    status: read?.statuses[at] ?? 'NOT_FOUND',
    offline: offline.values[at]?.[row] ?? null,
    read: logged ? (read?.read ?? null) : null,
  }
}
