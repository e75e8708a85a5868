// The published heart example on the real UCI file: one weight from 0.25 to 0.30 moves the composite as it was printed.
import assert from 'node:assert/strict'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { open } from '../../src/pintail.ts'

/** Beside the checkout where it is at hand; the data are not part of the project. */
const real = fileURLToPath(new URL('../../../shared/data/heart.csv', import.meta.url))

const definitions = (weight: string): string => `
entities:
  patient: { keys: { patient_id: int64 } }
sources:
  visits: { type: csv, path: data/heart.csv, timestamp: measured_at }
views:
  cardiac:
    entity: patient
    source: visits
    features:
      composite: ${weight} * age_normalized + 0.20 * cholesterol + 0.20 * (oldpeak / 6.2) + 0.15 * (ca / 3) + 0.20 * exang
      age_normalized: { minMax: age }
      cholesterol: CASE WHEN chol >= 240 THEN 1.0 WHEN chol >= 200 THEN 0.5 ELSE 0.0 END
`

/** Linear interpolation, as DuckDB's quantile_cont and NumPy do it. */
const quantile = (sorted: readonly number[], q: number): number => {
  const at = (sorted.length - 1) * q
  const [low = Number.NaN, high = low] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]]
  return low + (high - low) * (at - Math.floor(at))
}

const skip = existsSync(real) ? false : 'heart.csv of the UCI repository is not beside this checkout'

test('the composite of 299 patients, with both weights', { skip }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'pintail-heart-'))
  mkdirSync(join(folder, 'features'))
  mkdirSync(join(folder, 'data'))
  writeFileSync(join(folder, 'pintail.yaml'), 'project: heart\n')
  const [header, ...rows] = readFileSync(real, 'utf8').trim().split('\n')
  const dated = rows.map((row, i) => `${i + 1},2026-01-01,${row}`)
  writeFileSync(join(folder, 'data/heart.csv'), `${[`patient_id,measured_at,${header}`, ...dated].join('\n')}\n`)
  const labels = rows.map((_, i) => `${i + 1},2026-06-01`)
  writeFileSync(join(folder, 'labels.csv'), `${['patient_id,event_timestamp', ...labels].join('\n')}\n`)
  const pintail = await open(folder)
  try {
    const distribution = async (reference: string): Promise<string[]> => {
      const output = join(folder, 'out.json')
      await pintail.historical({
        features: [reference],
        service: null,
        fullFeatureNames: false,
        spine: { path: join(folder, 'labels.csv'), format: null },
        timestamp: null,
        knownAt: false,
        output,
        format: 'json',
      })
      const answers: { composite: number | null }[] = JSON.parse(readFileSync(output, 'utf8'))
      assert.equal(answers.length, 303)
      const values = answers.flatMap((it) => it.composite ?? []).sort((x, y) => x - y)
      assert.equal(values.length, 299)
      return [0.5, 0.95].map((q) => quantile(values, q).toFixed(3))
    }
    for (const weight of ['0.25', '0.30']) {
      writeFileSync(join(folder, 'features/heart.yaml'), definitions(weight))
      await pintail.apply()
      await pintail.ingest({ views: [], full: false })
    }
    assert.deepEqual(await distribution('cardiac@1:composite'), ['0.382', '0.702'])
    assert.deepEqual(await distribution('cardiac:composite'), ['0.411', '0.738'])
    const { changed, statistics } = await pintail.diff({
      reference: 'cardiac:composite',
      a: '1',
      b: '2',
      statistics: true,
    })
    const [compared] = statistics
    const told = [compared?.a, compared?.b].map((it) => [it?.rows, it?.nulls, it?.p50?.toFixed(3), it?.p95?.toFixed(3)])
    assert.deepEqual(told, [
      [303, 4, '0.382', '0.702'],
      [303, 4, '0.411', '0.738'],
    ])
    assert.deepEqual(changed, ['expression'])
    assert.equal(compared?.delta?.p50?.toFixed(3), '0.029')
  } finally {
    await pintail.close()
    rmSync(folder, { recursive: true })
  }
})
