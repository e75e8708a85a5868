// A project of one source and one view in a folder of its own, to let files come, grow, move and break in.
import assert from 'node:assert/strict'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { TestContext } from 'node:test'
import type { IngestReport } from '../../src/core/verbs.ts'
import { open, type Pintail } from '../../src/pintail.ts'
import { temporaryFolder } from '../support/executable.ts'

export const header = 'id,at,x\n'
export const row = (id: number, x: number | string = id): string => `${id},2026-01-01T00:00:00Z,${x}\n`
export const rows = (...ids: number[]): string => ids.map((id) => row(id)).join('')

export const definitions = (view = '', source = ''): string => `
entities:
  thing: { keys: { id: int64 } }
sources:
  rows: { type: csv, path: data/*.csv, timestamp: at${source} }
views:
  view: { entity: thing, source: rows, features: { x: x } }
${view}`

export interface Bench {
  readonly pintail: Pintail
  path(name: string): string
  write(name: string, text: string): void
  define(text: string): Promise<void>
  ingest(options?: { full?: boolean; views?: string[] }): Promise<IngestReport>
  /** Every answer of a view, by key. */
  answers(view?: string): Promise<Record<string, unknown>[]>
}

export const bench = async (
  t: TestContext,
  first: string,
  definition = definitions(),
  others: Readonly<Record<string, string>> = {},
  named = 'project',
): Promise<Bench> => {
  const folder = join(temporaryFolder(t), named)
  const path = (name: string): string => join(folder, name)
  const write = (name: string, text: string): void => {
    mkdirSync(dirname(path(name)), { recursive: true })
    writeFileSync(path(name), text)
  }
  write('pintail.yaml', 'project: files\n')
  write('data/a.csv', first)
  write('features/view.yaml', definition)
  for (const [name, text] of Object.entries(others)) write(name, text)
  const pintail = await open(folder)
  t.after(() => pintail.close())
  await pintail.apply()
  return {
    pintail,
    path,
    write,
    define: async (text) => {
      writeFileSync(path('features/view.yaml'), text)
      await pintail.apply()
    },
    ingest: async ({ full = false, views = [] } = {}) => {
      const [report] = await pintail.ingest({ views, full })
      assert.ok(report)
      return report
    },
    answers: async (view = 'view') => {
      const output = path('answers.json')
      await pintail.export({ what: [view], since: null, until: null, latest: false, output, format: 'json' })
      const found: Record<string, unknown>[] = JSON.parse(readFileSync(output, 'utf8'))
      return found.map(({ event_time: _, created: __, ...rest }) => rest)
    },
  }
}
