// How does a sheet look on a terminal? Aligned columns without a cage, numbers to the right, nothing that moves a cursor.
import Table from 'cli-table3'
import { plainOf } from './cells.ts'
import type { Sheet } from './sheet.ts'
import type { Paint } from './style.ts'

const widest = 72

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

/** The text of a table, a line a row, each ending with a line break. */
export const tableText = ({ columns, rows }: Sheet, paint: Paint): string => {
  if (columns.length === 0) return ''
  const table = new Table({
    chars: bare,
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [], compact: true },
    head: columns.map(({ name }) => paint('bold', shown(name))),
    colAligns: columns.map((_, at) => (isNumeric(rows, at) ? 'right' : 'left')),
  })
  for (const row of rows) {
    table.push(
      columns.map(({ type }, at) => {
        const text = plainOf(row[at], type)
        return text === null ? paint('dim', 'null') : shown(text)
      }),
    )
  }
  const lines = table.toString().split('\n')
  return lines.map((line) => `${line.trimEnd()}\n`).join('')
}

const isNumeric = (rows: readonly (readonly unknown[])[], at: number): boolean => {
  const values = rows.map((row) => row[at]).filter((value) => value !== null && value !== undefined)
  return values.length > 0 && values.every((value) => typeof value === 'number' || typeof value === 'bigint')
}

/** A value is data: its control characters are shown, never obeyed. */
const shown = (text: string): string => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  const safe = text.replaceAll(/[\u0000-\u001f\u007f-\u009f]/g, escaped)
  return safe.length > widest ? `${safe.slice(0, widest - 1)}…` : safe
}

const escaped = (sign: string): string =>
  ({ '\n': '\\n', '\r': '\\r', '\t': '\\t' })[sign] ?? `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`
