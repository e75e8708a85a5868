// Why this value of an aggregation? The events in its window and next to it, each counted or with the reason why not.
import { delayOf } from '../aggregations/windows.ts'
import { type Aggregate, otherCategory } from '../core/aggregates.ts'
import type { Micros } from '../core/clock.ts'
import { PintailError } from '../core/errors.ts'
import { runOfRow } from '../core/history.ts'
import type { Column, Value } from '../core/values.ts'
import type { ExplainCell, ExplainedRow } from '../core/verbs.ts'
import type { FeatureVersion } from '../core/versions.ts'
import type { EngineRow, Session } from '../offline/offline-store.ts'
import { render } from '../sql/render.ts'
import type { Asked } from './asked.ts'
import { usedOf } from './cells.ts'
import { type EventReading, inputName, isLate } from './event-reading.ts'
import { eventParameters, eventRows } from './event-rows.ts'
import type { Explained } from './explained.ts'
import { everything } from './history-rows.ts'
import { naming } from './statement.ts'
import { backOf } from './window-edges.ts'

const mostInside = 12
const mostBeside = 4

interface Explaining {
  readonly feature: FeatureVersion
  readonly aggregate: Aggregate
  readonly of: FeatureVersion | null
  readonly by: FeatureVersion | null
  readonly category: string | null
}

/** The one aggregation among what was asked for. */
const explainingOf = ({ view, selected, all = new Map() }: Explained): Explaining => {
  const features = [...new Set(selected.map((it) => it.feature))]
  const [feature] = features
  const aggregate = feature?.aggregate ?? null
  if (feature === undefined || aggregate === null || features.length > 1) {
    const among = (features.length > 1 ? features : (feature?.uses ?? [])).map((it) => it.name)
    throw new PintailError({
      code: 'bad_argument',
      message:
        features.length > 1
          ? `each aggregation has events of its own; "${view.view}" was asked for ${features.length}`
          : `${view.view}:${feature?.name} is computed from ${among.join(', ')}, which have events`,
      fix: `pintail explain ${view.view}:${among[0]}`,
    })
  }
  const named = (name: string | null): FeatureVersion | null => {
    const use = feature.uses.find((it) => it.name === name)
    return use === undefined ? null : usedOf(use.id, all)
  }
  const category = selected.length === 1 ? (selected[0]?.category ?? null) : null
  const vocabulary = aggregate.categories?.vocabulary ?? []
  return {
    feature,
    aggregate,
    of: named(aggregate.of),
    by: named(aggregate.by),
    category: category === null ? null : (vocabulary[category] ?? otherCategory),
  }
}

/** What is shown of each event. */
export const eventColumns = (it: Explained): Column[] => {
  const { of, by } = explainingOf(it)
  return [
    ...(of === null ? [] : [{ name: 'value', type: of.type }]),
    ...(by === null ? [] : [{ name: 'category', type: by.type }]),
  ]
}

const earliest = -(2n ** 63n) + 1n

export const eventsAround = async (
  session: Session,
  it: Explained,
  cell: ExplainCell,
  asked: Asked,
): Promise<{ readonly rows: ExplainedRow[]; readonly notes: readonly string[] }> => {
  const explaining = explainingOf(it)
  const inputs = [explaining.of, explaining.by].filter((one) => one !== null)
  const usual: EventReading = {
    history: it.history,
    bounds: everything,
    lastRun: null,
    known: true,
    identified: true,
    inputs: [],
    all: it.all ?? new Map(),
    keysOf: asked,
  }
  // What depends on the event before is told of live events alone.
  const valued: EventReading = { ...usual, identified: false, inputs, known: !isLate({ inputs }) }
  const upTo = cell.at - delayOf(explaining.aggregate)
  const back = backOf(explaining.aggregate)
  const values = inputs.map((input) => `valued.${inputName(valued, input.id)}`)
  const sql = render('retrieval/events-around', {
    rows: eventRows(usual),
    values: values.length === 0 ? 'NULL AS none' : values.join(', '),
    known: eventRows(valued),
    live: eventRows({ ...usual, known: false, identified: false }),
    nearest: nearestOf(explaining.aggregate),
  })
  const rows = await session.rows(sql, {
    ...naming(sql, eventParameters(usual)),
    up_to: upTo,
    after: back === null ? earliest : cell.at - back,
    inside: mostInside,
    beside: mostBeside,
  })
  const nameOf = (input: FeatureVersion | null): string | null => (input === null ? null : inputName(valued, input.id))
  const explained = marked(
    rows.map((row): Event => {
      const [of, by] = [nameOf(explaining.of), nameOf(explaining.by)]
      return { row, value: of === null ? true : (row[of] ?? null), category: by === null ? null : (row[by] ?? null) }
    }),
    explaining,
    cell,
    it.view.rowSet.created !== null,
  )
  return { rows: explained, notes: notesOf(rows) }
}

/** Those that decide are shown: the newest of a window, of `first` the oldest. */
const nearestOf = ({ function: name }: Aggregate): string =>
  name === 'first' ? "CASE WHEN zone = 'in' THEN rows.t ELSE abs(rows.t - $up_to) END" : 'abs(rows.t - $up_to)'

const notesOf = (rows: readonly EngineRow[]): string[] => {
  const inside = rows.filter((row) => row.zone === 'in')
  const all = Number(inside[0]?.of_zone ?? 0)
  return all > inside.length ? [`${inside.length} of the ${all} events of the window are shown`] : []
}

interface Event {
  readonly row: EngineRow
  readonly value: Value
  readonly category: Value
}

const micros = (value: Value | undefined): Micros | null => (typeof value === 'bigint' ? value : null)

const marked = (
  events: readonly Event[],
  explaining: Explaining,
  cell: ExplainCell,
  hasCreated: boolean,
): ExplainedRow[] => {
  const reasons = events.map((event) => whyNot(event, explaining, cell, hasCreated))
  const { function: name } = explaining.aggregate
  // Newest first: the last is the first that counts.
  const picked = name === 'last' ? reasons.indexOf(null) : name === 'first' ? reasons.lastIndexOf(null) : null
  return events.map(({ row, value, category }, i) => {
    const counted = reasons[i] === null
    return {
      chosen: counted && (picked === null || picked === i),
      why: reasons[i] ?? (picked === null ? 'counted' : picked === i ? 'chosen' : name === 'last' ? 'older' : 'newer'),
      eventTime: micros(row.event_time) ?? 0n,
      created: micros(row.created),
      run: runOfRow(micros(row.row_id) ?? 0n),
      values: {
        ...(explaining.of === null ? {} : { value }),
        ...(explaining.by === null ? {} : { category }),
      },
    }
  })
}

/** Null: it counts. */
const whyNot = (
  { row, value, category }: Event,
  { aggregate, by, category: wanted }: Explaining,
  { at, knownAt }: ExplainCell,
  hasCreated: boolean,
): string | null => {
  const [time, created, until] = [micros(row.t) ?? 0n, micros(row.c), micros(row.until)]
  if (row.zone === 'after') return time === at ? 'at the instant, which the window leaves out' : 'after the instant'
  if (knownAt && hasCreated) {
    if (created === null) return 'created time is null, so never known'
    if (created > at) return 'not yet known'
    if (until !== null && until <= at) return 'superseded'
  } else if (row.live !== true) {
    return 'superseded'
  }
  if (row.zone === 'before') return 'before the window'
  if (value === null) return 'no value, or its condition is not met'
  if (by !== null && category === null) return 'no category, or its condition is not met'
  return wanted !== null && by !== null && categoryOf(category, aggregate) !== wanted ? 'of another category' : null
}

const categoryOf = (text: Value, { categories }: Aggregate): string =>
  categories?.vocabulary?.includes(String(text)) === true ? String(text) : otherCategory
