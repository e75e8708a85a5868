// How is data written? As a table for people, or as NDJSON, JSON, CSV or Markdown for programs.
import { PintailError } from '../core/errors.ts'
import type { OutputFormat } from '../core/verbs.ts'
import { jsonOf, plainOf } from './cells.ts'
import type { Sheet } from './sheet.ts'
import { type Paint, plain } from './style.ts'

/** The whole text of a sheet in a form. */
export const sheetText = async (sheet: Sheet, format: OutputFormat, paint: Paint = plain): Promise<string> => {
  switch (format) {
    case 'table': {
      const { drawTable } = await import('./table.ts')
      return drawTable(sheet, paint, null).text
    }
    case 'ndjson':
      return objects(sheet)
        .map((line) => `${line}\n`)
        .join('')
    case 'json':
      return sheet.rows.length === 0 ? '[]\n' : `[\n  ${objects(sheet).join(',\n  ')}\n]\n`
    case 'csv':
      return csvText(sheet)
    case 'md':
      return markdownText(sheet)
    case 'parquet':
      throw new PintailError({
        code: 'unknown_format',
        message: 'parquet is for training sets and exports, not for this',
        fix: 'use --format table, json, ndjson, csv or md',
      })
  }
}

/** There may be many thousands: nothing is made but the texts. */
const objects = ({ columns, rows }: Sheet): string[] => {
  const heads = columns.map(({ name }) => `${JSON.stringify(name)}:`)
  return rows.map((row) => {
    let members = ''
    for (const [at, { type }] of columns.entries()) {
      const value = row[at]
      if (value !== undefined) members += `${members === '' ? '' : ','}${heads[at]}${jsonOf(value, type)}`
    }
    return `{${members}}`
  })
}

/** RFC 4180, with line breaks as Unix writes them; an empty text is quoted, so that it is not null. */
const csvText = ({ columns, rows }: Sheet): string => {
  if (columns.length === 0) return ''
  const line = (cells: readonly (string | null)[]): string => `${cells.map(csvCell).join(',')}\n`
  const body = rows.map((row) => line(columns.map(({ type }, at) => plainOf(row[at], type))))
  return line(columns.map(({ name }) => name)) + body.join('')
}

const csvCell = (text: string | null): string => {
  if (text === null) return ''
  return text === '' || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

const markdownText = ({ columns, rows }: Sheet): string => {
  if (columns.length === 0) return ''
  const line = (cells: readonly string[]): string => `| ${cells.map(markdownCell).join(' | ')} |\n`
  const body = rows.map((row) => line(columns.map(({ type }, at) => plainOf(row[at], type) ?? '')))
  const rule = `|${columns.map(() => '---|').join('')}\n`
  return line(columns.map(({ name }) => name)) + rule + body.join('')
}

const markdownCell = (text: string): string => text.replaceAll('|', '\\|').replaceAll(/\r?\n/g, '<br>')
