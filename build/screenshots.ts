// What do the reports look like? Pages of a project made up here, and pictures of them for the README, by a headless
// Chromium: node build/screenshots.ts [FOLDER], with CHROMIUM naming the browser where it is not `chromium`.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { open } from '../src/pintail.ts'

const definitions = `
entities:
  patient: { keys: { patient_id: int64 } }
sources:
  visits:
    type: csv
    path: data/*.csv
    timestamp: seen_at
    options: { types: { patient_id: int64, seen_at: timestamp, age: float64, chol: float64, trestbps: float64, chest_pain: string, smoker: bool } }
views:
  cardiac:
    entity: patient
    source: visits
    sla: 7d
    features:
      age: { sql: age, type: float64, checks: [not_null, { between: { min: 18, max: 110 }, severity: warn }] }
      cholesterol: { sql: chol, type: float64, checks: [{ not_null: { max_share: 0.05 } }] }
      blood_pressure: { sql: trestbps, type: float64, checks: [{ outliers: { z: 4, max_share: 0.01 } }] }
      risk: { sql: "0.02 * age + 0.25 * (chol > 240)::INT + 0.01 * (trestbps - 120)", type: float64 }
      chest_pain: { sql: chest_pain, type: string, checks: [{ accepted_values: [typical, atypical, 'non-anginal', none] }] }
      smoker: { sql: smoker, type: bool }
services:
  heart_risk: { features: ['cardiac:*'] }
`

/** The same numbers each time. */
const random = (seed: number): (() => number) => {
  let state = seed
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32
    return state / 2 ** 32
  }
}

const visitsOf = (week: number): string => {
  const next = random(week + 1)
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())
  const pains = ['typical', 'atypical', 'non-anginal', 'none']
  const lines = Array.from({ length: 400 }, (_, i) => {
    const pain = week > 3 && next() < 0.12 ? 'unsure' : pains[Math.floor(next() ** (1 + week / 4) * 4)]
    const chol = next() < (week === 5 ? 0.11 : 0.02) ? '' : (240 + week * week * 1.6 + 45 * normal()).toFixed(0)
    const day = new Date(Date.UTC(2026, 0, 5 + 7 * week)).toISOString()
    const values = [54 + 9 * normal() + week * 0.35, chol, 130 + 17 * normal(), pain, next() < 0.3]
    return [week * 400 + i, day, ...values.map((it) => (typeof it === 'number' ? it.toFixed(1) : it))].join(',')
  })
  return ['patient_id,seen_at,age,chol,trestbps,chest_pain,smoker', ...lines, ''].join('\n')
}

const pictures = [
  { name: 'report-drift-light', page: 'drift', width: 1280, height: 1080, dark: false },
  { name: 'report-drift-dark', page: 'drift', width: 1280, height: 1080, dark: true },
  { name: 'report-quality-light', page: 'quality', width: 1280, height: 1080, dark: false },
] as const

const folder = mkdtempSync(join(tmpdir(), 'pintail-pictures-'))
const to = process.argv[2] ?? join(import.meta.dirname, '../docs')
try {
  for (const name of ['features', 'data']) mkdirSync(join(folder, name))
  writeFileSync(join(folder, 'pintail.yaml'), 'project: clinic\n')
  writeFileSync(join(folder, 'features/cardiac.yaml'), definitions)
  let now = 0n
  const pintail = await open(folder, { clock: { now: () => now } })
  for (let week = 0; week < 6; week += 1) {
    now = BigInt(Date.UTC(2026, 0, 6 + 7 * week)) * 1000n
    writeFileSync(join(folder, `data/${week}.csv`), visitsOf(week))
    await pintail.apply()
    await pintail.ingest({ views: [], full: false })
    await pintail.materialize({ views: [], features: [], mode: 'incremental', until: null })
  }
  const asked = { views: [], since: null, until: null, segment: null, profile: 'pintail' } as const
  mkdirSync(to, { recursive: true })
  for (const about of ['drift', 'quality'] as const) {
    const { html } = await pintail.report({ about, ...asked })
    // What is folded is of interest in a picture.
    let unfolded = 0
    const text = html.replaceAll('<details><summary><span class="badge', (it) => {
      unfolded += 1
      return unfolded <= 2 ? it.replace('<details>', '<details open>') : it
    })
    writeFileSync(join(folder, `${about}.html`), text)
    if (process.env.KEEP) writeFileSync(join(to, `${about}.html`), html)
  }
  await pintail.close()
  for (const it of pictures) shoot(it)
} finally {
  rmSync(folder, { recursive: true, force: true })
}

function shoot({ name, page, width, height, dark }: (typeof pictures)[number]): void {
  const frame = `<!doctype html><meta name="color-scheme" content="light dark"><style>body{margin:0}iframe{border:0;display:block}</style><iframe src="${page}.html" width="${width}" height="${height}"></iframe>`
  writeFileSync(join(folder, 'frame.html'), frame)
  const file = join(to, `${name}.png`)
  const shown = dark
    ? ['--force-dark-mode', '--blink-settings=preferredColorScheme=0']
    : ['--blink-settings=preferredColorScheme=1']
  const options = [
    '--headless=new',
    '--no-sandbox',
    '--hide-scrollbars',
    '--disable-gpu',
    '--force-device-scale-factor=1',
  ]
  const args = [...options, ...shown, `--window-size=${width},${height}`, `--screenshot=${file}`]
  const { status, stderr } = spawnSync(process.env.CHROMIUM ?? 'chromium', [
    ...args,
    `file://${join(folder, 'frame.html')}`,
  ])
  if (status !== 0) throw new Error(`no picture of ${name}: ${String(stderr)}`)
}
