// The pages in retrieval/ are what they say: each is read, its tables become files, and the answer is compared.
import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { readDuration } from '../../src/core/durations.ts'
import { PintailError } from '../../src/core/errors.ts'
import type { History } from '../../src/core/history.ts'
import { formatInstant, readInstant } from '../../src/core/instants.ts'
import { type Column, isFeatureType, type Value } from '../../src/core/values.ts'
import type { ViewVersion } from '../../src/core/versions.ts'
import { writeTrainingSet } from '../../src/retrieval/training-set.ts'
import { openEngine } from '../support/engine.ts'
import { type LandedRow, makeView, writeHistory } from '../support/history-files.ts'
import { type Block, type Page, readPage, type Table } from './read-page.ts'

const pages = join(import.meta.dirname, 'retrieval')
const { store, session, folder } = await openEngine()

const columnsOf = (text: string): Column[] =>
  text.split(',').map((part) => {
    const [name = '', type = ''] = part.trim().split(' ')
    assert.ok(isFeatureType(type), `"${part}" has no type`)
    return { name, type }
  })

const cellValue = (text: string, { type }: Column): Value => {
  if (text === '') return null
  if (type === 'string') return text
  return type === 'int64' ? BigInt(text) : Number(text)
}

const heading = /^history (\w+) \((.+) → ([^;]+)(?:; (.+))?\)$/

const readHistory = async ({ head, table }: Block, id: number): Promise<{ view: ViewVersion; history: History }> => {
  const [, name = '', keyText = '', featureText = '', settings = ''] = heading.exec(head) ?? assert.fail(head)
  const keys = columnsOf(keyText)
  const fallback = /default (\w+) = (\S+)/.exec(settings)
  const features = columnsOf(featureText).map((column) => ({
    ...column,
    default: column.name === fallback?.[1] ? Number(fallback[2]) : null,
  }))
  const ttl = /ttl (\w+)/.exec(settings)?.[1]
  const created = !settings.includes('no created')
  const view = makeView({ id, view: name, keys, features, ttl: ttl === undefined ? null : readDuration(ttl), created })
  const runs: LandedRow[][] = []
  for (const row of table.rows) {
    const cell = (column: string): string => row[table.columns.indexOf(column)] ?? assert.fail(`no column ${column}`)
    const run = Number(cell('run')) - 1
    while (runs.length <= run) runs.push([])
    runs[run]?.push({
      keys: keys.map((key) => cellValue(cell(key.name), key)),
      eventTime: readInstant(cell('event_time')) ?? assert.fail(cell('event_time')),
      created: readInstant(cell('created')),
      values: features.map((feature) => cellValue(cell(feature.name), feature)),
    })
  }
  const own = mkdtempSync(join(folder, 'case-'))
  return { view, history: await writeHistory(session, view, runs, own) }
}

const ask = async (page: Page, { head }: Pick<Block, 'head'>) => {
  const views: { readonly view: ViewVersion; readonly history: History }[] = []
  for (const [i, block] of page.blocks.filter((it) => it.head.startsWith('history ')).entries()) {
    views.push(await readHistory(block, i + 1))
  }
  const spine = page.blocks.find((it) => it.head === 'spine') ?? assert.fail('no spine')
  const path = join(folder, 'spine.csv')
  writeFileSync(path, csvOf(spine.table))
  const format = head.includes('parquet') ? 'parquet' : 'csv'
  const output = join(folder, `answer.${format}`)
  const full = head.includes('full feature names')
  const report = await writeTrainingSet(store, {
    spine: { path, format: null },
    timestamp: null,
    knownAt: head.includes('known at timestamp'),
    output,
    format,
    selected: views.flatMap(({ view }) =>
      view.features.map((feature) => ({
        view,
        feature,
        category: null,
        column: full ? `${view.view}__${feature.name}` : feature.name,
      })),
    ),
    historyOf: (view) => views.find((it) => it.view.id === view.id)?.history ?? assert.fail(),
  })
  return { output, report }
}

const csvOf = ({ columns, rows }: Table): string => [columns, ...rows].map((cells) => `${cells.join(',')}\n`).join('')

const parquetOf = async (path: string, columns: readonly Column[]): Promise<Table> => {
  const rows = await session.rows(`FROM read_parquet('${path}')`)
  const text = (value: Value | undefined, { type }: Column): string => {
    if (value === null || value === undefined) return ''
    return type === 'timestamp' && typeof value === 'bigint' ? formatInstant(value) : String(value)
  }
  return {
    columns: columns.map(({ name, type }) => `${name} ${type}`),
    rows: rows.map((row) => columns.map((column) => text(row[column.name], column))),
  }
}

const check = async (page: Page, block: Block): Promise<void> => {
  if (block.head.startsWith('error ')) {
    await assert.rejects(ask(page, block), (thrown: unknown) => {
      assert.ok(thrown instanceof PintailError)
      assert.equal(`error ${thrown.code}`, block.head)
      assert.ok(block.text.includes(thrown.message), `${thrown.message}\n${block.text}`)
      return true
    })
    return
  }
  const { output, report } = await ask(page, block)
  if (block.head.includes('parquet')) {
    assert.deepEqual(await parquetOf(output, report.columns), block.table)
  } else assert.equal(readFileSync(output, 'utf8'), csvOf(block.table))
  for (const note of report.notes) assert.ok(page.text.includes(`note ${note}`), note)
}

suite('retrieval, case by case', () => {
  for (const name of readdirSync(pages).filter((it) => /^\d/.test(it))) {
    const page = readPage(readFileSync(join(pages, name), 'utf8'))
    const asked = page.blocks.filter((it) => /^(answer|error )/.test(it.head))
    test(`${page.title} (${name})`, async () => {
      assert.ok(asked.length > 0, 'nothing is asked')
      for (const block of asked) await check(page, block)
    })
  }
})
