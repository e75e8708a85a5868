// How soon does a large registry answer? 5 000 features with twenty versions each; whole processes, from start to end.
import { spawnSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { measure } from './measure.ts'
import type { Options } from './options.ts'
import { pintail, pintailMissing } from './peers.ts'
import { addVersions, lastVersions, shapeOf, writeLargeProject } from './registry-data.ts'
import type { Row, Section } from './report.ts'
import { median, quantile, rounded } from './statistics.ts'

const questions: readonly (readonly string[])[] = [
  ['version'],
  ['list'],
  ['list', 'features'],
  ['list', 'features', '--view', 'view_042'],
  ['list', 'features', '--tag', 'tag_3'],
  ['list', 'services'],
  ['show', 'view_042'],
  ['show', 'view_042:feature_007'],
  ['show', 'service_042'],
  ['show', 'entity_1'],
  ['show', 'rows'],
  ['search', 'feature_007'],
  ['search', 'mesured', 'weekly'],
  ['lineage', 'view_042:feature_007'],
  ['diff', 'view_042:feature_007', '19', '20', '--definitions-only'],
]

export const registry = async ({ runs, scale }: Options): Promise<Section[]> => {
  const missing = pintailMissing()
  const title = `registry: ${shapeOf(scale)}`
  if (missing) return [{ title, rows: [], notes: [], missing: [`Pintail: ${missing}`], runs: [] }]
  const project = writeLargeProject(scale)
  const seconds = async (name: string, ...words: readonly string[]): Promise<Row> => {
    const { wall, peak } = await measure(pintail(project, ...words))
    return { question: name, 'median ms': rounded(wall * 1000), 'peak MB': rounded((peak ?? 0) / 1e6) }
  }
  const rows = [await seconds('apply, all new', 'apply', '--yes')]
  addVersions(project)
  lastVersions(project, scale)
  rows.push(await seconds('plan, all changed', 'plan'))
  rows.push(await seconds('apply, all changed', 'apply', '--yes'))
  rows.push(await seconds('apply, nothing changed', 'apply', '--yes'))
  const all = questions.map((words) => ({ words, times: times(pintail(project, ...words), runs) }))
  rows.push(
    ...all.map(
      ({ words, times: taken }): Row => ({
        question: words.join(' '),
        'median ms': rounded(median(taken)),
        'p90 ms': rounded(quantile(taken, 0.9)),
      }),
    ),
  )
  const size = statSync(join(project, '.pintail/registry.db')).size
  return [{ title, rows, notes: [`registry.db: ${(size / 1e6).toFixed(0)} MB`], missing: [], runs: all }]
}

/** Milliseconds of each process, after one that warms the page cache. */
const times = ([program = '', ...rest]: readonly string[], runs: number): number[] =>
  Array.from({ length: 2 * runs + 2 }, () => {
    const started = performance.now()
    const { status, stderr } = spawnSync(program, rest, { encoding: 'utf8', maxBuffer: 1 << 28 })
    if (status !== 0) throw new Error(`${[program, ...rest].join(' ')} ended with ${status}\n${stderr}`)
    return performance.now() - started
  }).slice(1)
