// How are JSON files read? NDJSON a line a row, so that a bad line is one bad row; an array file as its elements.
import { closeSync, openSync, readSync } from 'node:fs'
import { quoteText, quoteTexts } from '../sql/quote.ts'
import type { FileColumn, Format } from './format.ts'

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

/** DuckDB's `json_group_structure` → columns: nested objects stay JSON, lists of one type are lists. */
const columnsOfStructure = (text: unknown): FileColumn[] => {
  const structure: unknown = typeof text === 'string' ? JSON.parse(text) : {}
  if (structure === null || typeof structure !== 'object') return []
  return Object.entries(structure).map(([name, type]) => ({ name, type: typeOfStructure(type) }))
}

const typeOfStructure = (type: unknown): string => {
  if (typeof type === 'string') return type
  const element: unknown = Array.isArray(type) ? type[0] : undefined
  return typeof element === 'string' ? `${element}[]` : 'JSON'
}

export const json: Format = {
  text: true,
  inspect: (path) =>
    `SELECT json_group_structure(record)::VARCHAR AS structure FROM (SELECT record FROM (${
      isArrayFile(path) ? elements([path]) : lines([path], 'inspected', 'inspected_scans')
    }) WHERE json_type(record) = 'OBJECT' LIMIT 20480)`,
  inspected: (row) => ({ columns: columnsOfStructure(row.structure), reader: {} }),
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
