// Whose features? `--entity patient_id=42` names a key; one that comes again begins the next row.
import { PintailError } from '../core/errors.ts'

/** A comma ends a value only where the next key follows it. */
const boundary = /(?<!\\),(?=\s*[A-Za-z_]\w*=)/

/** Join key → values, one a row; every row has every key. */
export const readEntities = (given: readonly string[]): ReadonlyMap<string, readonly string[]> => {
  const rows: Map<string, string>[] = []
  for (const [key, value] of given.flatMap(pairs)) {
    const current = rows.at(-1)
    if (current === undefined || current.has(key)) rows.push(new Map([[key, value]]))
    else current.set(key, value)
  }
  const keys = [...new Set(rows.flatMap((row) => [...row.keys()]))]
  return new Map(keys.map((key) => [key, rows.map((row) => row.get(key) ?? missing(key, row))]))
}

const pairs = (text: string): [string, string][] =>
  text.split(boundary).map((pair) => {
    const at = pair.indexOf('=')
    if (at > 0) return [pair.slice(0, at).trim(), pair.slice(at + 1).replaceAll('\\,', ',')]
    throw new PintailError({
      code: 'bad_argument',
      message: `--entity is no key and value: "${pair}"`,
      fix: 'write it as --entity patient_id=42, with several keys as --entity user=1,merchant=2',
    })
  })

const missing = (key: string, row: ReadonlyMap<string, string>): never => {
  const seen = [...row].map(([name, value]) => `${name}=${value}`).join(',')
  throw new PintailError({
    code: 'missing_key',
    message: `the entity ${seen} lacks the key "${key}", which another has`,
    fix: `write it as --entity ${seen},${key}=…`,
  })
}
