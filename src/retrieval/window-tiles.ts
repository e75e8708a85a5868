// How is a window with very many events computed? From tiles, each the events of a stretch of time, and the events at
// its two edges: of n events some 2√2n are looked at.
import type { Window } from '../core/aggregates.ts'
import type { Micros } from '../core/clock.ts'
import { render } from '../sql/render.ts'
import type { Cell } from './cells.ts'
import type { EventReading } from './event-reading.ts'
import { eventParameters, eventRows } from './event-rows.ts'
import { keyNames } from './history-rows.ts'
import { type Column, partsOf } from './parts.ts'
import { stepName } from './plan.ts'
import { naming, type Statement } from './statement.ts'
import { edgesOf } from './window-edges.ts'
import { askedRows, codedEvents, type Pass, reductionIn } from './window-join.ts'
import type { WindowWork } from './window-work.ts'

/** Cells of one window and one `by`, all of whose parts can be merged; `width` is that of a tile. */
export const tilesPass = (work: WindowWork, cells: readonly Cell[], table: string, width: Micros): Pass => {
  const [first] = cells
  if (first === undefined) throw new Error('a pass has cells')
  const window: Window = first.aggregate
  const by = first.by
  const edges = edgesOf([window], 't')
  const reading = work.readingOf(cells, edges.back)
  const { columns, computed } = partsOf(cells, reductionIn(work, reading), () => null, { merging: true })
  const keys = keyNames(work.question.history)
  const group = by === null ? [] : ['code']
  const tileOf = (time: string): string => `${time} // ${width}`
  const events = `SELECT *, ${tileOf('t')} AS tile FROM (\n${codedEvents(eventRows(reading), reading, by)}\n)`
  const firstTile = window.length === null ? null : tileOf('(after0 + 1)')
  const lastTile = tileOf('until0')
  const [tiles, parts] = [`${table}_tiles`, `${table}_parts`]
  const lifted = columns.map((it) => `${it.sql} AS ${it.name}`)
  const merged = columns.map((it) => `${mergedColumn(it)} AS ${it.name}`)
  const ends = firstTile === null ? `[${lastTile}]` : `list_distinct([${firstTile}, ${lastTile}])`
  const atEdges = render('retrieval/window-pass', {
    into: `CREATE OR REPLACE TEMP TABLE ${parts} AS`,
    columns: ['rid', ...group, ...lifted].join(', '),
    rows: render('retrieval/window-pairs', {
      asked: askedRows(work.asked, edges.columns, [`unnest(${ends}) AS tile`]),
      events,
      matching: [...[...keys, 'tile'].map((name) => `asked.${name} = events.${name}`), edges.any].join(' AND '),
    }),
    group: ['rid', ...group].join(', '),
  })
  const across = tilesAcross(window, width)
  const bucket = across === null ? [] : [`unnest([last_tile // ${across}, last_tile // ${across} - 1]) AS bucket`]
  const ofTiles = render('retrieval/window-tiles', {
    tiles,
    columns: [...keys, 'tile', ...(across === null ? [] : [`tile // ${across} AS bucket`]), ...group, ...lifted].join(
      ', ',
    ),
    events,
    group: [...keys, 'tile', ...group].join(', '),
  })
  const between = [...(firstTile === null ? [] : [`${firstTile} AS first_tile`]), `${lastTile} AS last_tile`]
  const whole = render('retrieval/window-whole-tiles', {
    parts,
    columns: ['rid', ...group, ...merged].join(', '),
    asked: `SELECT *${bucket.length === 0 ? '' : `, ${bucket.join(', ')}`} FROM (\nSELECT *, ${between.join(', ')} FROM (\n${askedRows(work.asked, edges.columns, [])}\n))`,
    tiles,
    matching: [
      ...[...keys, ...(across === null ? [] : ['bucket'])].map((name) => `asked.${name} = tiles.${name}`),
      ...(firstTile === null ? [] : ['tiles.tile > first_tile']),
      'tiles.tile < last_tile',
    ].join(' AND '),
    group: ['rid', ...group].join(', '),
  })
  const together = render('retrieval/window-merged', {
    into: `CREATE OR REPLACE TEMP TABLE ${table} AS`,
    columns: ['rid', ...group, ...merged].join(', '),
    parts,
    group: ['rid', ...group].join(', '),
  })
  const step = (what: string, sql: string): Statement => statementOf(work, reading, what, sql)
  return {
    table,
    steps: [
      step('edges of windows', atEdges),
      step('tiles', ofTiles),
      step('windows', whole),
      step('put together', together),
    ],
    computed,
    byCategory: by !== null,
  }
}

const statementOf = (work: WindowWork, reading: EventReading, what: string, sql: string): Statement => ({
  name: stepName(work.question, what),
  sql,
  parameters: naming(sql, eventParameters(reading)),
})

const mergedColumn = ({ part, name, next }: Column): string => {
  if (part.merge === null) throw new Error(`${part.call} cannot be merged`)
  return part.merge(name, next)
}

/** No window is longer than so many tiles, cut ones included; null: it has no lower bound. */
const tilesAcross = ({ length }: Window, width: Micros): bigint | null => (length === null ? null : length / width + 3n)
