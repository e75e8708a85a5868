// Is it the same? The hash of a file's bytes, and one of a Parquet file's values that no engine's version changes.
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import type { Session } from '../offline/offline-store.ts'
import { readParquet } from '../offline/offline-store.ts'
import { jsonForm } from '../offline/text-forms.ts'
import { quoteName, quoteText } from '../sql/quote.ts'
import { render } from '../sql/render.ts'

/** SHA-256 of the bytes, in hexadecimal. */
export const hashOfFile = async (path: string, signal?: AbortSignal): Promise<string> => {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash, ...(signal ? [{ signal }] : []))
  return hash.digest('hex')
}

/** Types whose lists print the same under any engine; floats print the fewest digits that mean them, NaN and null apart. */
const numbers = /^(U?(TINY|SMALL|BIG)INT|U?INTEGER|FLOAT|DOUBLE|BOOLEAN)$/

/** Texts that together say every value of a row; to print numbers as one list costs half of printing each. */
const textsOf = (columns: readonly { readonly name: string; readonly type: string }[]): string[] => {
  const sql = ({ name }: { readonly name: string }): string => `rows.${quoteName(name)}`
  const lists = Map.groupBy(
    columns.filter(({ type }) => numbers.test(type)),
    ({ type }) => type,
  )
  const others = columns.filter(({ type }) => !numbers.test(type))
  return [
    ...[...lists.values()].map((alike) => `CAST([${alike.map(sql).join(', ')}] AS VARCHAR)`),
    ...others.map((it) => `coalesce(${jsonForm(sql(it), it.type)}, 'null')`),
  ]
}

/** A row's place in its file; where a column has the name that the engine has for it, counted one by one. */
const numbering = (columns: readonly { readonly name: string }[]): { number: string; options: string } =>
  columns.some(({ name }) => name.toLowerCase() === 'file_row_number')
    ? { number: 'row_number() OVER () - 1', options: '' }
    : { number: 'file_row_number', options: ', file_row_number = true' }

/**
 * SHA-256 over the columns and both halves of each row's MD5, added up: the number of a row is part of its text, so the
 * sum depends on the order of rows and not on the order of work.
 */
export const hashOfValues = async (session: Session, path: string): Promise<string> => {
  const columns = await session.describe(`SELECT * FROM ${readParquet([path])}`)
  const [sums] = await session.rows(
    render('datasets/hash-of-values', {
      ...numbering(columns),
      values: textsOf(columns).join(", ',', "),
      file: quoteText(path),
    }),
  )
  const head = columns.map(({ name, type }) => JSON.stringify([name, type]))
  const text = [...head, sums?.rows, sums?.lower, sums?.upper].join('\n')
  return createHash('sha256').update(text).digest('hex')
}
