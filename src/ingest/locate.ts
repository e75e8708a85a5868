// On which line of its file does a record stand? Read only when rows were rejected.
import { createReadStream } from 'node:fs'

export interface TextShape {
  /** Empty where nothing is quoted, as in NDJSON. */
  readonly quote: string
  readonly escape: string
  /** Records before the first row: 1 for a header. */
  readonly skip: number
}

interface Line {
  /** As DuckDB counts: every record, blank ones and the header too, from 1. */
  readonly record: number
  /** As an editor counts. */
  readonly line: number
  readonly blank: boolean
}

/** Every record's first line. A quoted newline does not end a record. */
async function* recordsOf(path: string, shape: TextShape): AsyncIterable<Line> {
  const quote = shape.quote.charCodeAt(0)
  const escapeSign = shape.escape !== '' && shape.escape !== shape.quote ? shape.escape.charCodeAt(0) : -1
  const at = { record: 1, line: 1, first: 1 }
  let quoted = false
  let blank = true
  let escaped = false
  for await (const chunk of createReadStream(path, { encoding: 'latin1', highWaterMark: 1 << 20 })) {
    const text = String(chunk)
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i)
      if (escaped) escaped = false
      else if (code === escapeSign) escaped = true
      else if (code === quote) quoted = !quoted
      if (code !== 10) {
        if (code > 32) blank = false
        continue
      }
      at.line += 1
      if (quoted) continue
      yield { record: at.record, line: at.first, blank }
      at.record += 1
      at.first = at.line
      blank = true
    }
  }
  if (!blank) yield { record: at.record, line: at.first, blank }
}

/**
 * The lines of some accepted rows (by their place among all accepted rows of the file, from 0) and of the records the
 * reader itself turned away (by its record number).
 */
export const locateRows = async (
  path: string,
  shape: TextShape,
  rows: readonly number[],
  refused: readonly number[],
): Promise<{ rows: Map<number, number>; refused: Map<number, number> }> => {
  const wanted = new Set(rows)
  const turnedAway = new Set(refused)
  const found = { rows: new Map<number, number>(), refused: new Map<number, number>() }
  let row = 0
  for await (const { record, line, blank } of recordsOf(path, shape)) {
    if (record <= shape.skip) continue
    if (turnedAway.has(record)) found.refused.set(record, line)
    else if (!blank) {
      if (wanted.has(row)) found.rows.set(row, line)
      row += 1
    }
    if (found.rows.size === wanted.size && found.refused.size === turnedAway.size) break
  }
  return found
}
