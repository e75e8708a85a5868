// How are CSV files read? All as text, cell by cell: DuckDB's typed reader rounds 1.5 to 2 for an integer column,
// drops time zone offsets and lets 1e400 become infinity, so typing is done afterwards (text-values.ts).
import { quoteText, quoteTexts } from '../sql/quote.ts'
import { columnsFromJson, type EngineRecord, type Format, type Reader } from './format.ts'

const option = (name: string, value: string | undefined): string[] =>
  value === undefined ? [] : [`${name} = ${quoteText(value)}`]

const dialect = (reader: Reader): string[] => [
  ...option('delim', reader.delimiter),
  ...option('quote', reader.quote),
  ...option('escape', reader.escape),
  ...option('encoding', reader.encoding),
  ...(reader.header === undefined ? [] : [`header = ${reader.header}`]),
  ...(reader.null === undefined ? [] : [`nullstr = [${quoteTexts(reader.null)}]`]),
]

/** A sample without quotes says nothing about the rest of the file. */
const settled = (row: EngineRecord): Reader => {
  const sign = (name: string): string => (row[name] === '(empty)' ? '' : String(row[name]))
  const quote = sign('quote') || '"'
  return { delimiter: sign('delimiter'), quote, escape: sign('escape') || quote, header: row.header === true }
}

export const csv: Format = {
  text: true,
  inspect: (path, reader) => {
    const settings = [quoteText(path), ...dialect(reader), 'store_rejects = true', 'sample_size = 20480']
    return `SELECT to_json(Columns)::VARCHAR AS columns, Delimiter AS delimiter, Quote AS quote, "Escape" AS escape,
      HasHeader AS header FROM sniff_csv(${settings.join(', ')})`
  },
  inspected: (row) => ({ columns: columnsFromJson(row.columns), reader: settled(row) }),
  read: (files, layout, reader, rejects) => {
    const columns = layout.map((_, i) => `'c${i}': 'VARCHAR'`).join(', ')
    const settings = [
      `[${quoteTexts(files.map((file) => file.path))}]`,
      'auto_detect = false',
      `columns = {${columns}}`,
      ...dialect(reader),
      "filename = 'path'",
      'hive_partitioning = false',
      'max_line_size = 16777216',
      'store_rejects = true',
      'rejects_limit = 0',
      `rejects_table = ${quoteText(rejects.errors)}`,
      `rejects_scan = ${quoteText(rejects.scans)}`,
    ]
    return `SELECT *, NULL::VARCHAR AS malformed FROM read_csv(${settings.join(', ')})`
  },
}
