// A project whose runs are drawn by the tests: features of every awkward kind, over a source that files are added to.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { parseInstant } from '../../src/core/instants.ts'
import { open, type Pintail } from '../../src/pintail.ts'

export const definitions = `
entities:
  patient: { keys: { id: int64 } }
sources:
  visits: { type: csv, path: data/*.csv, timestamp: at, options: { types: { id: int64, at: timestamp, x: float64, word: string, odd: string } }, columns: { odd: { sql: "CASE odd WHEN 'n' THEN CAST('NaN' AS DOUBLE) WHEN '+' THEN CAST('Infinity' AS DOUBLE) WHEN '-' THEN CAST('-Infinity' AS DOUBLE) ELSE TRY_CAST(odd AS DOUBLE) END", type: float64 } } }
views:
  ward:
    entity: patient
    source: visits
    features:
      x: { sql: x, type: float64 }
      word: { sql: word, type: string }
      smoker: { sql: x > 0, type: bool }
      nothing: { sql: "CAST(NULL AS DOUBLE)", type: float64 }
      nowords: { sql: "CAST(NULL AS VARCHAR)", type: string }
      steady: { sql: "CAST(7 AS INTEGER)", type: int32 }
      odd: { sql: oddly, type: float64 }
      unique_text: { sql: "word || CAST(id AS VARCHAR)", type: string }
      when_seen: { sql: '"at"', type: timestamp }
`.replace('columns: { odd:', 'columns: { oddly:')

export interface Visit {
  readonly id: number
  readonly at: string
  readonly x: number | null
  readonly word: string | null
  /** A number, n, + or -: NaN and the infinities. */
  readonly odd: string | null
}

export interface Ward {
  readonly folder: string
  readonly pintail: Pintail
  path(name: string): string
  /** Lands a file. */
  land(name: string, visits: readonly Visit[]): Promise<void>
  /** Says the definitions anew and applies them. */
  say(text: string): Promise<void>
}

const now = parseInstant('2026-06-01T00:00:00Z', 'the test')

export const openWard = async (t: TestContext, text: string = definitions): Promise<Ward> => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'pintail-ward-')))
  for (const name of ['features', 'data']) mkdirSync(join(folder, name))
  const path = (name: string): string => join(folder, name)
  writeFileSync(path('pintail.yaml'), 'project: ward\n')
  writeFileSync(path('features/ward.yaml'), text)
  const pintail = await open(folder, { clock: { now: () => now }, environment: { PINTAIL_THREADS: '2' } })
  t.after(async () => {
    await pintail.close()
    rmSync(folder, { recursive: true, force: true })
  })
  return {
    folder,
    pintail,
    path,
    land: async (name, visits) => {
      writeVisits(path(`data/${name}.csv`), visits)
      await pintail.apply()
      await pintail.ingest({ views: [], full: false })
    },
    say: async (next) => {
      writeFileSync(path('features/ward.yaml'), next)
      await pintail.apply()
    },
  }
}

const writeVisits = (path: string, visits: readonly Visit[]): void => {
  const cell = (it: string | number | null): string =>
    it === null ? '' : typeof it === 'number' ? String(it) : `"${it.replaceAll('"', '""')}"`
  const lines = visits.map((it) => [it.id, it.at, it.x, it.word, it.odd].map(cell).join(','))
  writeFileSync(path, ['id,at,x,word,odd', ...lines, ''].join('\n'))
}

/** One visit a patient and day, from a day on; values by the place of the visit. */
export const visits = (
  n: number,
  day: string,
  value: (i: number) => Partial<Pick<Visit, 'x' | 'word' | 'odd'>>,
  firstId = 1,
): Visit[] =>
  Array.from({ length: n }, (_, i) => ({
    id: firstId + i,
    at: `${day}T00:00:00Z`,
    x: null,
    word: null,
    odd: null,
    ...value(i),
  }))
