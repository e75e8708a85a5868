// A small project for tests of parity: rows with ties and ttl, and behaviour over the same rows.
import assert from 'node:assert/strict'
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { parseInstant } from '../../src/core/instants.ts'
import type { VerifyReport, VerifyRequest } from '../../src/core/parity.ts'
import { openOnlineDatabase } from '../../src/online/online-store.ts'
import { open, type Pintail } from '../../src/pintail.ts'
import { temporaryFolder } from '../online/shelf.ts'

export const at = (text: string): bigint => parseInstant(text, 'the test')

const rows = `patient_id,at,seen,age,chol,sex
1,2026-03-01T00:00:00Z,2026-03-01T00:00:00Z,60,240,f
1,2026-03-05T00:00:00Z,2026-03-05T00:00:00Z,61,250.1,f
2,2026-01-01T00:00:00Z,2026-01-01T00:00:00Z,40,200,m
3,2026-03-09T00:00:00Z,2026-03-09T00:00:00Z,50,,
4,2026-03-08T00:00:00Z,2026-03-08T00:00:00Z,33,190.2,x
`

export const cardiac = { age: 'age', score: '{ sql: chol / 100.0, type: float64, default: 0.5 }' }

export const behaviour = {
  visits: '{ aggregate: count, windows: [7d, all] }',
  mean_chol: '{ aggregate: mean, of: chol, window: 30d }',
  by_sex: '{ aggregate: count, by: sex, values: { top: 2 }, as: [count, binary], window: 30d }',
  sex: '{ oneHot: sex, values: { top: 2 } }',
  share: '{ ratio: [visits_7d, visits_all] }',
  quiet: '{ sql: "coalesce(visits_7d, 0) = 0" }',
}

type Features = Readonly<Record<string, string>>

const listed = (features: Features): string =>
  Object.entries(features)
    .map(([name, text]) => `      ${name}: ${text}`)
    .join('\n')

const definitions = (views: { readonly cardiac: Features; readonly behaviour: Features }): string => `
entities:
  patient: { keys: { patient_id: int64 } }
sources:
  visits: { type: csv, path: data/*.csv, timestamp: at, created: seen }
views:
  cardiac:
    entity: patient
    source: visits
    ttl: 30d
    features:
${listed(views.cardiac)}
  behaviour:
    entity: patient
    source: visits
    features:
${listed(views.behaviour)}
services:
  model: { features: ["cardiac:*", "behaviour:visits_7d", "behaviour:mean_chol", "behaviour:by_sex"] }
`

export interface Patients {
  readonly folder: string
  readonly pintail: Pintail
  readonly clock: { now: bigint }
  define(cardiac: Features): Promise<void>
  /** Lands rows of `patient_id,at,seen,age,chol,sex`. */
  land(...lines: string[]): Promise<void>
  materialize(): Promise<void>
  verify(over?: Partial<VerifyRequest>): Promise<{ readonly cardiac: VerifyReport; readonly behaviour: VerifyReport }>
  /** Statements on online.db; `{cardiac}` and `{behaviour}` stand for the tables, `{age}` for a column of its name. */
  tamper(sql: string): void
}

/** Applied, ingested and materialized as of 2026-03-10. */
export const patients = async (t: TestContext): Promise<Patients> => {
  const folder = temporaryFolder(t)
  mkdirSync(join(folder, 'features'))
  mkdirSync(join(folder, 'data'))
  writeFileSync(join(folder, 'pintail.yaml'), 'project: heart\n')
  writeFileSync(join(folder, 'features/heart.yaml'), definitions({ cardiac, behaviour }))
  writeFileSync(join(folder, 'data/visits.csv'), rows)
  const clock = { now: at('2026-03-10') }
  const pintail = await open(folder, { clock: { now: () => clock.now }, patience: 200 })
  t.after(() => pintail.close())
  const ingest = async (): Promise<void> => {
    await pintail.ingest({ views: [], full: false })
  }
  const materialize = async (): Promise<void> => {
    await pintail.materialize({ views: [], features: [], mode: 'incremental', until: null })
  }
  await pintail.apply()
  await ingest()
  await materialize()
  return {
    folder,
    pintail,
    clock,
    materialize,
    define: async (features) => {
      writeFileSync(join(folder, 'features/heart.yaml'), definitions({ cardiac: features, behaviour }))
      await pintail.apply()
      await ingest()
    },
    land: async (...lines) => {
      appendFileSync(join(folder, 'data/visits.csv'), lines.map((line) => `${line}\n`).join(''))
      await ingest()
    },
    verify: async (over = {}) => {
      const request = { views: [], sample: 1_000, reads: false, since: null, strict: false, ...over }
      const reports = await pintail.verify(request)
      const of = (view: string): VerifyReport => reports.find((it) => it.view === view) ?? assert.fail(view)
      return { cardiac: of('cardiac'), behaviour: of('behaviour') }
    },
    tamper: (sql) => {
      const database = openOnlineDatabase(join(folder, '.pintail/online.db'))
      const columns = database
        .prepare<[], { name: string; feature_version: bigint; group_id: bigint }>('SELECT * FROM group_features')
        .all()
      const text = sql.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
        const view = columns.find((it) => it.name.startsWith(`${name}:`))
        if (view) return `group_${view.group_id}`
        const column = columns.find((it) => it.name.includes(`:${name}@`)) ?? assert.fail(name)
        return `f${column.feature_version}`
      })
      database.exec(text)
      database.close()
    },
  }
}

/** Counts of what is not equal. */
export const counts = ({ different, missing, extra, behind }: VerifyReport) => ({ different, missing, extra, behind })

export const none = { different: 0, missing: 0, extra: 0, behind: 0 }

/** Each kind, cause, feature and key of the differences. */
export const told = ({ differences }: VerifyReport): string[] =>
  differences.map(({ kind, cause, feature, keys }) => `${kind}, ${cause}: ${feature} of ${keys.patient_id}`)
