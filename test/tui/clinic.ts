// The clinic with a history of its own: two versions of a feature, four ingests of which the last have moved; the same
// at every run, since its clock stands still.
import { appendFileSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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
  await at(project, noon - 9n * hour, async (pintail) => {
    await pintail.apply()
    await ingest(pintail)
    await pintail.materialize({ views: [], features: [], mode: 'full', until: null })
  })
  const definitions = join(project, 'features/heart.ts')
  writeFileSync(definitions, readFileSync(definitions, 'utf8').replace("'ca / 3'", "'least(ca, 3) / 4'"))
  await at(project, noon - 8n * hour, (pintail) => pintail.apply())
  const visits = join(project, 'data/visits.csv')
  const [, ...rows] = readFileSync(visits, 'utf8').trim().split('\n')
  for (const later of [1, 2, 3, 4]) {
    appendFileSync(
      visits,
      rows
        .slice(0, 300)
        .map((row) => `${moved(row, later)}\n`)
        .join(''),
    )
    await at(project, noon - BigInt(7 - later) * hour, ingest)
  }
  return project
}

/** The same patients, later; from the third time on with more cholesterol. */
const moved = (row: string, later: number): string => {
  const cells = row.split(',')
  const day = `2026-11-${String(10 + later)}`
  const chol = Number(cells[7])
  return cells
    .with(1, `${day}T08:00:00Z`)
    .with(2, `${day}T09:00:00Z`)
    .with(7, String(later < 3 || !(chol > 0) ? (cells[7] ?? '') : chol + 40 * (later - 2)))
    .join(',')
}

export const removeHistory = (project: string): void => rmSync(join(project, '..'), { recursive: true, force: true })
