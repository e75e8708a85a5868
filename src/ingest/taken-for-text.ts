// Which columns of a CSV file are numbers, though sniffing says text? Those with words such as -inf among the numbers:
// DuckDB's sniffer gives up at a first value of -inf and at any +inf, while its casts read both.
import type { SourceDefinition } from '../core/definitions.ts'
import type { Session } from '../offline/offline-store.ts'
import { formatOf } from '../sources/source.ts'
import { beginning } from '../sources/suspect.ts'
import type { Inspected } from './schema.ts'

/** As many as sniffing looks at. */
const sampledRows = 20_480

/** Of `open` ones, whose type nobody has said. Words alone are no numbers: one of them at least is to be finite. */
export const numbersTakenForText = async (
  session: Session,
  definition: SourceDefinition,
  path: string,
  { columns, reader }: Inspected,
  open: (name: string) => boolean,
): Promise<readonly string[]> => {
  const texts = columns.flatMap(({ name, type }, at) => (type === 'VARCHAR' && open(name) ? [{ name, at }] : []))
  if (definition.type !== 'csv' || texts.length === 0 || !mayHoldWords(path)) return []
  const tables = { errors: 'sampled_errors', scans: 'sampled_scans' }
  const read = formatOf(definition).read([{ path, origin: 0 }], columns, reader, tables)
  const found = texts.map(({ at }) => `${numbersAndWords(`c${at}`)} AS f${at}`)
  // Whole rows: DuckDB breaks down where it reads some of the columns of a file with a line that is no UTF-8.
  await session.run(`CREATE OR REPLACE TEMP TABLE sampled AS ${read} LIMIT ${sampledRows}`)
  const [row = {}] = await session.rows(`SELECT ${found.join(', ')} FROM sampled`)
  await session.run('DROP TABLE sampled; DROP TABLE IF EXISTS sampled_errors; DROP TABLE IF EXISTS sampled_scans')
  return texts.filter(({ at }) => row[`f${at}`] === true).map(({ name }) => name)
}

/** Only a sign before the word misleads the sniffer; of a packed file it cannot be seen. */
const mayHoldWords = (path: string): boolean =>
  /\.(gz|gzip|zst)$/i.test(path) || /[+-](inf|nan)/i.test(beginning(path, 1 << 20).toString('latin1'))

const numbersAndWords = (column: string): string =>
  [
    `bool_and(${column} IS NULL OR TRY_CAST(${column} AS DOUBLE) IS NOT NULL)`,
    `bool_or(isfinite(TRY_CAST(${column} AS DOUBLE)))`,
    `bool_or(regexp_matches(${column}, '^\\s*[+-]?(nan|inf|infinity)\\s*$', 'i'))`,
  ].join(' AND ')
