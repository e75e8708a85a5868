// How does a sheet look on a terminal? Aligned columns without a cage, numbers to the right, nothing that moves a cursor.
import Table from 'cli-table3'
import { visible } from '../core/visible.ts'
import { plainOf } from './cells.ts'
import { fit } from './fit-width.ts'
import type { Sheet } from './sheet.ts'
import type { Paint } from './style.ts'

const bare = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
}

export interface Drawn {
  /** A line a row, each ending with a line break. */
  readonly text: string
  /** Columns that did not fit. */
  readonly hidden: readonly string[]
}

/** Draws a sheet no wider than a terminal; null draws it whole. */
export const drawTable = ({ columns, rows }: Sheet, paint: Paint, width: number | null): Drawn => {
  if (columns.length === 0) return { text: '', hidden: [] }
  const cells = columns.map(({ type }, at) => rows.map((row) => plainOf(row[at], type)))
  const texts = cells.map((column) => column.map((text) => (text === null ? null : visible(text))))
  const numeric = columns.map((_, at) => isNumeric(rows, at))
  const widths = fit(
    columns.map(({ name }, at) => ({
      natural: Math.max(visible(name).length, ...(texts[at] ?? []).map((text) => text?.length ?? 4)),
      name: visible(name).length,
      canShrink: numeric[at] !== true && at > 0,
    })),
    width,
  )
  const table = new Table({
    chars: bare,
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [], compact: true },
    head: columns.slice(0, widths.length).map(({ name }) => paint('bold', visible(name))),
    colAligns: widths.map((_, at) => (numeric[at] === true ? 'right' : 'left')),
  })
  for (const at of rows.keys()) {
    table.push(
      widths.map((most, column) => {
        const text = texts[column]?.[at] ?? null
        return text === null ? paint('dim', 'null') : cut(text, most)
      }),
    )
  }
  const lines = table.toString().split('\n')
  return {
    text: lines.map((line) => `${line.trimEnd()}\n`).join(''),
    hidden: columns.slice(widths.length).map(({ name }) => name),
  }
}

const isNumeric = (rows: readonly (readonly unknown[])[], at: number): boolean => {
  const values = rows.map((row) => row[at]).filter((value) => value !== null && value !== undefined)
  return values.length > 0 && values.every((value) => typeof value === 'number' || typeof value === 'bigint')
}

const cut = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most - 1)}…` : text)
