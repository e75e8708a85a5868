// How are windows computed by looking at their events? One join of the rows asked about with the events in reach.
import { quoteName } from '../sql/quote.ts'
import { render } from '../sql/render.ts'
import type { Cell } from './cells.ts'
import { reductionOfCell } from './cells.ts'
import { type EventReading, eventParameters, eventRows, inputName } from './event-rows.ts'
import { keyNames } from './history-rows.ts'
import type { Computed } from './parts.ts'
import { partsOf } from './parts.ts'
import { naming, type Statement } from './statement.ts'
import { edgesOf, micros } from './window-edges.ts'
import type { WindowWork } from './windows.ts'

/** A table of a pass, and how cells are read from it. */
export interface Pass {
  readonly table: string
  readonly steps: readonly Statement[]
  readonly computed: readonly Computed[]
  /** Its rows are one a row asked about and category. */
  readonly byCategory: boolean
}

/** SQL of a cell's event columns in a relation `events`. */
export const reductionIn = (work: WindowWork, reading: EventReading) => (cell: Cell) => {
  const value = cell.of === null ? null : `events.${inputName(reading, cell.of.id)}`
  return reductionOfCell(cell, { value, time: 'events.t', order: 'events.ord' }, work.question.exactSums)
}

export const joinPass = (work: WindowWork, cells: readonly Cell[], table: string): Pass => {
  const { question, asked } = work
  const edges = edgesOf(
    cells.map((it) => it.aggregate),
    'events.t',
    'asked',
  )
  const reading = work.readingOf(cells, edges.back)
  const { columns, computed } = partsOf(cells, reductionIn(work, reading), (cell) => edges.inside(cell.aggregate))
  const coded = cells[0]?.by ?? null
  const keys = keyNames(question.history)
  const bucketed = edges.back !== null
  const steps = Array.from({ length: work.parts(cells) }, (): Statement => {
    const bucket = (t: string): string => `${t} // ${edges.back}`
    const askedKeys = asked.keys.map((key, i) => `${quoteName(key)} AS k${i}`)
    const askedColumns = [
      'rid',
      ...keys,
      micros,
      ...edges.columns,
      ...(bucketed ? [`unnest([${bucket(micros)}, ${bucket(micros)} - 1]) AS bucket`] : []),
    ]
    const complete = [...asked.keys.map(quoteName), 'instant'].map((it) => `${it} IS NOT NULL`)
    const askedRows = `SELECT ${askedColumns.join(', ')} FROM (SELECT rid, ${askedKeys.join(', ')}, epoch_us(instant) AS ${micros} FROM ${asked.table} WHERE ${complete.join(' AND ')})`
    const events = eventRows(reading)
    const matching = [
      ...keys.map((key) => `asked.${key} = events.${key}`),
      ...(bucketed ? ['asked.bucket = events.bucket'] : []),
      edges.any,
      ...(reading.known ? [knownAt] : []),
    ]
    const codedEvents =
      coded === null
        ? events
        : `SELECT rows.*, CASE WHEN rows.${inputName(reading, coded.input.id)} IS NOT NULL THEN coalesce(codes.code, ${coded.names.length}) END AS code FROM (\n${events}\n) AS rows LEFT JOIN ${coded.codes} AS codes ON codes.name = rows.${inputName(reading, coded.input.id)}`
    const sql = render('retrieval/window-join', {
      into: `CREATE OR REPLACE TEMP TABLE ${table} AS`,
      columns: [
        'asked.rid',
        ...(coded === null ? [] : ['events.code']),
        ...columns.map((it) => `${it.sql} AS ${it.name}`),
      ].join(', '),
      asked: askedRows,
      events: bucketed ? `SELECT *, ${bucket('t')} AS bucket FROM (\n${codedEvents}\n)` : codedEvents,
      matching: [...matching, ...(coded === null ? [] : ['events.code IS NOT NULL'])].join(' AND '),
      group: ['asked.rid', ...(coded === null ? [] : ['events.code'])].join(', '),
    })
    return { name: `${question.history.rowSet.view}: windows`, sql, parameters: naming(sql, eventParameters(reading)) }
  })
  return { table, steps, computed, byCategory: coded !== null }
}

const knownAt = `events.c <= asked.${micros} AND (events.until IS NULL OR events.until > asked.${micros})`
