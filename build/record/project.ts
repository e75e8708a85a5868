// What is there to see in the pictures? The sample clinic after three weeks of work: a second view, a feature defined
// anew, checks, a promise that is broken, an ingest that failed, values that moved. All times count back from now.
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sampleFiles } from '../../src/cli/templates.ts'
import { elapsed, type Micros } from '../../src/core/clock.ts'
import { open, type Pintail } from '../../src/pintail.ts'
import { movedVisits, vitalsOf, withoutHeartRate } from './rows.ts'

/** Where the project's server is. */
export const port = 6599

const minute = 60_000_000n
const hour = 60n * minute
const day = 24n * hour

const vitals = `# What the ward measures between the visits.
sources:
  ward:
    type: csv
    path: data/ward.csv
    timestamp: taken_at
    description: Measured at the bedside, sent twice a day
views:
  vitals:
    entity: patient
    source: ward
    ttl: 30d
    sla: 12h
    owner: ward-3
    tags: [bedside]
    description: The newest measurements of a patient
    features:
      pulse: { sql: pulse, type: float64, description: Beats a minute at rest, checks: [{ between: { min: 30, max: 200 } }] }
      systolic: { sql: systolic, type: float64, description: "Upper blood pressure, mmHg", checks: [{ not_null: { max_share: 0.05 }, severity: warn }] }
      oxygen: { sql: oxygen, type: float64, description: Share of haemoglobin that carries oxygen }
      device: { sql: device, type: string, description: What measured it, checks: [{ accepted_values: [cuff, monitor, ring] }] }
services:
  triage: { features: ['vitals:*', 'cardiac:composite_risk_score'], description: Who is seen first }
`

/** Definitions as `init` writes them, with a promise and checks. */
const promised: readonly (readonly [string, string])[] = [
  ["ttl: '3650d',", "ttl: '3650d',\n  sla: '2d',"],
  [
    "sql: 'thalach / (220 - age)',",
    "sql: 'thalach / (220 - age)',\n      checks: [{ not_null: {}, severity: 'fail' }, { between: { min: 0.5, max: 1.2 } }],",
  ],
  ["minMax('age', {", "minMax('age', {\n      checks: [{ between: { min: 0, max: 1 } }],"],
]
const definedAnew = ["'ca / 3'", "'least(ca, 3) / 4'"] as const

/** Works in a project as if it were some time ago. */
const ago = async (project: string, span: Micros, work: (pintail: Pintail) => Promise<unknown>): Promise<void> => {
  const from = BigInt(Date.now()) * 1000n - span
  const start = elapsed()
  const pintail = await open(project, { clock: { now: () => from + BigInt(Math.round((elapsed() - start) * 1000)) } })
  try {
    await work(pintail)
  } finally {
    await pintail.close()
  }
}

const ingest =
  (...views: string[]) =>
  (pintail: Pintail) =>
    pintail.ingest({ views, full: false })
const materialize = (pintail: Pintail) =>
  pintail.materialize({ views: [], features: [], mode: 'incremental', until: null })

/** Gives a project that `pintail init` has just made its past. */
export const makePast = async (project: string): Promise<void> => {
  const heart = join(project, 'features/heart.ts')
  const define = (changes: readonly (readonly [string, string])[]): void => {
    const text = readFileSync(heart, 'utf8')
    writeFileSync(
      heart,
      changes.reduce((changed, [from, to]) => {
        if (!changed.includes(from)) throw new Error(`${sampleFiles[0]} has no ${from} any more`)
        return changed.replace(from, to)
      }, text),
    )
  }
  const visits = join(project, 'data/visits.csv')
  const ward = join(project, 'data/ward.csv')
  const known = readFileSync(visits, 'utf8').trim().split('\n').slice(1)
  const dayBack = (days: number): Date => new Date(Date.now() - days * 86_400_000)
  const visited = (days: number, round: number) => movedVisits(known, dayBack(days), round)

  // The port that is usual is one that fetch refuses.
  appendFileSync(join(project, 'pintail.yaml'), `server: { port: ${port} }\n`)
  define(promised)
  writeFileSync(join(project, 'features/vitals.yaml'), vitals)
  writeFileSync(ward, `patient_id,taken_at,pulse,systolic,oxygen,device\n${vitalsOf(dayBack(21), 0)}`)
  await ago(project, 21n * day, async (pintail) => {
    await pintail.apply()
    await ingest()(pintail)
    await materialize(pintail)
  })
  for (const [round, days] of [18, 16, 14, 12, 10, 8, 6, 4].entries()) {
    if (days === 10) {
      define([definedAnew])
      await ago(project, 11n * day, (pintail) => pintail.apply())
    }
    if (days === 6) {
      const before = readFileSync(visits)
      appendFileSync(visits, withoutHeartRate(visited(days, round)))
      await ago(project, BigInt(days) * day + 2n * hour, (pintail) => ingest('cardiac')(pintail).catch(() => null))
      writeFileSync(visits, before)
    }
    appendFileSync(visits, visited(days, round))
    appendFileSync(ward, vitalsOf(dayBack(days), round + 1))
    await ago(project, BigInt(days) * day, ingest())
    if (round % 3 === 1) await ago(project, BigInt(days) * day - hour, materialize)
  }
  appendFileSync(visits, visited(1.1, 8))
  await ago(project, day, async (pintail) => {
    await ingest('cardiac')(pintail)
    await materialize(pintail)
  })
  appendFileSync(visits, visited(0.1, 9).replace(/T\d\d:\d\d:\d\dZ,/, ' in the morning,'))
  await ago(project, 2n * hour, ingest('cardiac'))
}
