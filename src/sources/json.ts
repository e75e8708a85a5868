// How are JSON files read? NDJSON a line a row, so that a bad line is one bad row; an array file as its elements.
import { closeSync, openSync, readSync } from 'node:fs'
import { quoteText, quoteTexts } from '../sql/quote.ts'
import type { Format } from './source.ts'

/** A control character that JSON text cannot hold unescaped: as delimiter it leaves every line whole. */
const never = '\u0001'

const lines = (paths: readonly string[], errors: string, scans: string): string =>
  `SELECT TRY_CAST(line AS JSON) AS record, line, path FROM read_csv([${quoteTexts(paths)}], columns = {'line': 'VARCHAR'},
    delim = ${quoteText(never)}, quote = '', escape = '', header = false, auto_detect = false, filename = 'path',
    hive_partitioning = false, max_line_size = 67108864, store_rejects = true, rejects_limit = 0,
    rejects_table = ${quoteText(errors)}, rejects_scan = ${quoteText(scans)})`

const elements = (paths: readonly string[]): string =>
  `SELECT json AS record, json::VARCHAR AS line, path FROM read_json_objects([${quoteTexts(paths)}], format = 'array',
    filename = 'path', hive_partitioning = false, maximum_object_size = 67108864)`

/** A JSONPath that means exactly this key, whatever characters it has. */
const pathOfKey = (key: string): string => `$."${key.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`

/** Whether a file's first sign opens an array. */
export const isArrayFile = (path: string): boolean => {
  const start = Buffer.alloc(4096)
  const file = openSync(path, 'r')
  try {
    const text = start.toString('utf8', 0, readSync(file, start)).replace(/^\uFEFF/, '')
    return text.trimStart().startsWith('[')
  } finally {
    closeSync(file)
  }
}

export const json: Format = {
  text: true,
  inspect: (path) => {
    const shape = isArrayFile(path) ? 'array' : 'newline_delimited'
    return `SELECT to_json(list({'name': column_name, 'type': column_type}))::VARCHAR AS columns
      FROM (DESCRIBE SELECT * FROM read_json(${quoteText(path)}, format = '${shape}', records = true,
        ignore_errors = ${shape === 'newline_delimited'}, maximum_depth = 2, hive_partitioning = false))`
  },
  read: (files, layout, _reader, rejects) => {
    const arrays = files.filter((file) => isArrayFile(file.path)).map((file) => file.path)
    const others = files.map((file) => file.path).filter((path) => !arrays.includes(path))
    const records = [
      ...(others.length > 0 ? [lines(others, rejects.errors, rejects.scans)] : []),
      ...(arrays.length > 0 ? [elements(arrays)] : []),
    ].join(' UNION ALL ')
    const keys = quoteTexts(layout.map((column) => pathOfKey(column.name)))
    const cells = layout.map((_, i) => `cells[${i + 1}] AS c${i}`).join(', ')
    return `SELECT ${cells}, path,
        CASE WHEN json_type(record) IS DISTINCT FROM 'OBJECT' THEN line END AS malformed
      FROM (SELECT *, json_extract_string(record, [${keys}]) AS cells FROM (${records})
        WHERE trim(line) <> '')`
  },
}
