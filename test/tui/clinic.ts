// The clinic with a history of its own: two versions of a feature, a promise, checks, ingests of which one failed and the
// last has moved, fails a check and was not let in whole; the same at every run, since its clock stands still.
import { rejects } from 'node:assert/strict'
import { appendFileSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fixedClock, type Micros } from '../../src/core/clock.ts'
import { parseInstant } from '../../src/core/instants.ts'
import { open, type Pintail } from '../../src/pintail.ts'
import { runInside } from '../cli/run-inside.ts'

export const noon = parseInstant('2026-11-21T12:00:00Z', 'noon')
const hour = 3_600_000_000n

const at = async <T>(folder: string, now: Micros, work: (pintail: Pintail) => Promise<T>): Promise<T> => {
  const pintail = await open(folder, { clock: fixedClock(now) })
  try {
    return await work(pintail)
  } finally {
    await pintail.close()
  }
}

const ingest = (pintail: Pintail) => pintail.ingest({ views: [], full: false })

export const makeHistory = async (): Promise<string> => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'pintail-ui-')))
  const { status, stderr } = await runInside(['init', 'clinic', '--template', 'heart'], folder)
  if (status !== 0) throw new Error(stderr)
  const project = join(folder, 'clinic')
  // Nothing serves there.
  appendFileSync(join(project, 'pintail.yaml'), 'server: { port: 9 }\n')
  const definitions = join(project, 'features/heart.ts')
  const define = (...changes: readonly (readonly [string, string])[]): void =>
    writeFileSync(
      definitions,
      changes.reduce((text, [from, to]) => text.replace(from, to), readFileSync(definitions, 'utf8')),
    )
  define(["ttl: '3650d',", "ttl: '3650d',\n  sla: '7d',\n  checks: [{ row_count: { min: 1 } }],"], [
    "sql: 'thalach / (220 - age)',",
    "sql: 'thalach / (220 - age)',\n      checks: [{ not_null: {}, severity: 'fail' }, { between: { min: 0.5, max: 1.1 } }],",
  ])
  await at(project, noon - 9n * hour, async (pintail) => {
    await pintail.apply()
    await ingest(pintail)
    await pintail.materialize({ views: [], features: [], mode: 'full', until: null })
  })
  define(["'ca / 3'", "'least(ca, 3) / 4'"])
  await at(project, noon - 8n * hour, (pintail) => pintail.apply())
  const visits = join(project, 'data/visits.csv')
  const [, ...rows] = readFileSync(visits, 'utf8').trim().split('\n')
  const append = (lines: readonly string[]): void => appendFileSync(visits, lines.map((row) => `${row}\n`).join(''))
  for (const later of [1, 2, 3, 4]) {
    const moving = rows.slice(0, 300).map((row, at) => moved(row, at, later))
    if (later === 4) {
      const before = readFileSync(visits)
      append(moving.map((row, at) => (at < 12 ? row.split(',').with(10, '').join(',') : row)))
      await at(project, noon - (7n * hour) / 2n, (pintail) => rejects(ingest(pintail), /max_heart_rate_ratio/))
      writeFileSync(visits, before)
      moving[7] = (moving[7] ?? '').replace(/Z,.*?Z/, 'Z,yesterday')
    }
    append(moving)
    await at(project, noon - BigInt(7 - later) * hour, ingest)
  }
  settleTimes(project)
  return project
}

/** How long a run and its phases take is the machine's own: here each takes what its number says. */
const settleTimes = (project: string): void => {
  const registry = new DatabaseSync(join(project, '.pintail/registry.db'))
  try {
    registry.exec(`
      UPDATE runs SET finished = started + 1000 * (100 + 37 * id);
      UPDATE runs SET detail = json_remove(detail, '$.phases') WHERE kind <> 'ingest';
      UPDATE runs SET detail = json_set(detail, '$.took', 100 + 37 * id, '$.phases', json_object('discover', 12,
        'land', 60 + 20 * id, 'compute', 10 + 8 * id, 'check', 8 + 5 * id, 'commit', 10 + 4 * id))
      WHERE kind = 'ingest'`)
  } finally {
    registry.close()
  }
}

/** The same patients, later; from the third time on with more cholesterol. */
const moved = (row: string, at: number, later: number): string => {
  const cells = row.split(',')
  const day = `2026-11-${String(10 + later)}`
  // Rows of one instant would tie, and examples of them come in any order.
  const [minute, second] = [Math.floor(at / 60), at % 60].map((it) => String(it).padStart(2, '0'))
  const chol = Number(cells[7])
  return cells
    .with(1, `${day}T08:${minute}:${second}Z`)
    .with(2, `${day}T09:${minute}:${second}Z`)
    .with(7, String(later < 3 || !(chol > 0) ? (cells[7] ?? '') : chol + 40 * (later - 2)))
    .join(',')
}

export const removeHistory = (project: string): void => rmSync(join(project, '..'), { recursive: true, force: true })
