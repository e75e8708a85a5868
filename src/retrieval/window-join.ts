// How are windows computed by looking at their events? One join of the rows asked about with the events in reach.
import type { Reduction } from '../aggregations/reductions.ts'
import type { Micros } from '../core/clock.ts'
import { quoteName } from '../sql/quote.ts'
import { render } from '../sql/render.ts'
import type { Asked } from './asked.ts'
import { type Cell, type Coded, reductionOfCell } from './cells.ts'
import { type EventReading, inputName, isLate, storedInputs, storedName } from './event-reading.ts'
import { eventParameters, eventRows } from './event-rows.ts'
import { keyNames } from './history-rows.ts'
import { lateOver } from './late-inputs.ts'
import { type Computed, partsOf } from './parts.ts'
import { stepName } from './plan.ts'
import { naming, type Statement } from './statement.ts'
import { edgesOf, type WindowEdges } from './window-edges.ts'
import type { WindowWork } from './window-work.ts'

/** A table of a pass, and how cells are read from it. */
export interface Pass {
  readonly table: string
  readonly steps: readonly Statement[]
  readonly computed: readonly Computed[]
  /** Its rows are one a row asked about and category. */
  readonly byCategory: boolean
}

/** A cell as parts over events whose columns are named as {@link eventRows} names them. */
export const reductionIn =
  (work: WindowWork, reading: EventReading) =>
  (cell: Cell): Reduction => {
    const value = cell.of === null ? null : inputName(reading, cell.of.id)
    return reductionOfCell(cell, { value, time: 't', order: 'ord' }, work.question.exactSums)
  }

/** Cells of one `by`, or all without. */
export const joinPass = (work: WindowWork, cells: readonly Cell[], table: string): Pass => {
  const edges = edgesOf(
    cells.map((it) => it.aggregate),
    't',
  )
  const reading = work.readingOf(cells, edges.back)
  const { columns, computed } = partsOf(cells, reductionIn(work, reading), (cell) => edges.inside(cell.aggregate))
  const by = cells[0]?.by ?? null
  const group = by === null ? ['rid'] : ['rid', 'code']
  const parts = work.partsFor(cells)
  const counted = countedIn(cells, reading)
  const steps = Array.from({ length: parts }, (_, part): Statement => {
    const sql = render('retrieval/window-pass', {
      into: part === 0 ? `CREATE OR REPLACE TEMP TABLE ${table} AS` : `INSERT INTO ${table}`,
      columns: [...group, ...columns.map((it) => `${it.sql} AS ${it.name}`)].join(', '),
      rows: rowsOf({ work, reading, edges, by, counted, part: parts === 1 ? null : { part, parts } }),
      group: group.join(', '),
    })
    const what = parts === 1 ? 'windows' : `windows (${part + 1} of ${parts})`
    return { name: stepName(work.question, what), sql, parameters: naming(sql, eventParameters(reading)) }
  })
  return { table, steps, computed, byCategory: by !== null }
}

interface Part {
  readonly part: number
  readonly parts: number
}

interface Rows {
  readonly work: WindowWork
  readonly reading: EventReading
  readonly edges: WindowEdges
  readonly by: Coded | null
  /** Which events count for anything; null: all. */
  readonly counted: string | null
  readonly part: Part | null
}

/**
 * An event that no cell has a value of is left out before it meets the rows asked about: no event and none with a value
 * are the same. Not so of categories, which are there with a null.
 */
const countedIn = (cells: readonly Cell[], reading: EventReading): string | null => {
  const inputs = new Set(cells.map(({ of, by }) => (by === null ? (of?.id ?? null) : null)))
  if (inputs.has(null)) return null
  return [...inputs].map((id) => `${inputName(reading, id ?? -1)} IS NOT NULL`).join(' OR ')
}

const ofPart = (columns: readonly string[], part: Part | null): string[] =>
  part === null ? [] : [`hash(${columns.join(', ')}) % ${part.parts} = ${part.part}`]

/** The rows asked about with a whole key and an instant: `rid, k0…, micros`, edges, and what is computed from these. */
export const askedRows = (
  asked: Asked,
  edges: readonly string[],
  more: readonly string[],
  part: Part | null = null,
): string => {
  const keys = asked.keys.map(quoteName)
  const rows = render('retrieval/window-asked', {
    columns: ['rid', ...keys.map((_, i) => `k${i}`), 'micros', ...edges].join(', '),
    keys: keys.map((key, i) => `${key} AS k${i}`).join(', '),
    asked: asked.table,
    complete: [...[...keys, 'instant'].map((it) => `${it} IS NOT NULL`), ...ofPart(keys, part)].join(' AND '),
  }).trim()
  return more.length === 0 ? rows : `SELECT *, ${more.join(', ')} FROM (\n${rows}\n)`
}

const knownThen = 'events.c <= asked.micros AND (events.until IS NULL OR events.until > asked.micros)'

/** Pairs of a row asked about and an event of its windows, as a relation to select from. */
const rowsOf = (it: Rows): string => {
  const { work, reading, edges, by, counted, part } = it
  const keys = keyNames(work.question.history)
  if (reading.known && isLate(reading)) return latePairs(it)
  const bucketed = work.isBucketed(edges.back)
  const events = codedEvents(eventRows(reading), reading, by)
  const conditions = [...ofPart(keys, part), ...(counted === null ? [] : [`(${counted})`])]
  const kept = conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`
  const buckets = bucketed
    ? [`unnest([${bucketOf('micros', edges.back)}, ${bucketOf('micros', edges.back)} - 1]) AS bucket`]
    : []
  return render('retrieval/window-pairs', {
    asked: askedRows(work.asked, edges.columns, buckets, part),
    events: `SELECT *${bucketed ? `, ${bucketOf('t', edges.back)} AS bucket` : ''} FROM (\n${events}\n)${kept}`,
    matching: [
      ...[...keys, ...(bucketed ? ['bucket'] : [])].map((name) => `asked.${name} = events.${name}`),
      edges.any,
      ...(reading.known ? [knownThen] : []),
    ].join(' AND '),
  })
}

/** Division cuts towards zero, so the bucket around it is twice as wide: an event is never further than the one before. */
const bucketOf = (time: string, width: Micros | null): string => `${time} // ${width}`

export const codedEvents = (rows: string, reading: EventReading, by: Coded | null): string =>
  by === null
    ? rows
    : render('retrieval/coded-events', {
        rows,
        codes: by.codes,
        other: String(by.names.length),
        category: inputName(reading, by.input.id),
      })

/** The event before is the one before among those known then, so it is told for each row asked about. */
const latePairs = ({ work, reading, edges, by, part }: Rows): string => {
  const keys = keyNames(work.question.history)
  const stored = storedInputs(reading)
  const carried = ['rid', ...edges.names, 't', 'ord']
  const pairs = render('retrieval/window-pairs', {
    asked: askedRows(work.asked, edges.columns, [], part),
    events: eventRows(reading),
    matching: [...keys.map((key) => `asked.${key} = events.${key}`), edges.anyBefore, knownThen].join(' AND '),
  })
  const columns = [...carried, ...stored.map((it) => storedName(stored, it.id))]
  const late = lateOver(`SELECT ${columns.join(', ')} FROM ${pairs}`, { carried, within: ['rid'], reading, stored })
  return `(\n${codedEvents(late, reading, by)}\n) AS pairs WHERE ${edges.any}`
}
