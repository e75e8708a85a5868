// How is a small table drawn that nobody moves in? Texts in columns under their heads.
import { cell, type Line } from './lines.ts'
import { type ColumnHead, drawTable } from './table.ts'
import { safe, widthOf } from './text.ts'
import type { Theme } from './theme.ts'

/** Where it is narrow the last columns go first. */
export const textTable = (
  heads: readonly (readonly [title: string, align: 'left' | 'right'])[],
  rows: readonly (readonly string[])[],
  width: number,
  theme: Theme,
): Line[] => {
  const columns = heads.map(([title, align], at): ColumnHead => ({ title, align, rank: at, least: 8, most: 200 }))
  const cells = rows.map((row) => row.map((text) => cell(text)))
  const natural = columns.map((_, at) => Math.max(0, ...rows.map((row) => widthOf(safe(row[at] ?? '')))))
  const table = { heads: columns, natural, count: rows.length, row: (at: number) => cells[at] ?? [] }
  return drawTable(table, { width, height: rows.length + 1, top: 0, selected: -1, sort: null }, theme)
}
