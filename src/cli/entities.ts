// Whose features? `--entity patient_id=42` names a key; one that comes again begins the next row.
import { PintailError } from '../core/errors.ts'
import { readKeyText, writeKey } from '../core/key-text.ts'

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

const pairs = (text: string): readonly (readonly [string, string])[] => {
  const read = readKeyText(text)
  if (read !== null) return read
  throw new PintailError({
    code: 'bad_argument',
    message: `--entity is no key and value: "${text}"`,
    fix: 'write it as --entity patient_id=42, with several keys as --entity user=1,merchant=2',
  })
}

const missing = (key: string, row: ReadonlyMap<string, string>): never => {
  const seen = writeKey(row)
  throw new PintailError({
    code: 'missing_key',
    message: `the entity ${seen} lacks the key "${key}", which another has`,
    fix: `write it as --entity ${seen},${key}=…`,
  })
}
