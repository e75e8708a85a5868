// Does every name and text come back from both engines as it went in?
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import Database from 'better-sqlite3'
import fc from 'fast-check'
import { quoteColumn, quoteName, quoteNames, quoteText, quoteTexts } from '../../src/sql/quote.ts'

let duck: DuckDBConnection
const lite = new Database(':memory:')

before(async () => {
  duck = await (await DuckDBInstance.create(':memory:')).connect()
})
after(() => {
  duck.closeSync()
  lite.close()
})

const text = fc.string({ unit: 'grapheme', maxLength: 20 }).filter((it) => !it.includes('\0'))
const nasty = fc.constantFrom(
  '',
  "'",
  "''",
  '"',
  '\\',
  "\\'",
  '--',
  '/*',
  ';',
  '\n',
  '$a',
  '{{x}}',
  'SELECT',
  'ß',
  '🦆',
)

test('a text comes back from DuckDB and SQLite unchanged', async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(text, nasty), async (it) => {
      const sql = `SELECT ${quoteText(it)}`
      assert.deepEqual((await duck.runAndReadAll(sql)).getRows(), [[it]])
      assert.equal(lite.prepare(sql).pluck().get(), it)
    }),
  )
})

test('a name comes back from DuckDB and SQLite unchanged', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(text, nasty).filter((it) => it !== ''),
      async (it) => {
        const sql = `SELECT ${quoteColumn('r', it)} FROM (SELECT 1 AS ${quoteName(it)}) AS ${quoteName('r')}`
        assert.deepEqual((await duck.runAndReadAll(sql)).columnNames(), [it])
        assert.deepEqual(
          lite
            .prepare(sql)
            .columns()
            .map(({ name }) => name),
          [it],
        )
      },
    ),
  )
})

test('lists are separated by commas, and may carry their relation', () => {
  assert.equal(quoteNames(['a', 'b"c']), '"a", "b""c"')
  assert.equal(quoteNames(['a', 'b'], 'f'), '"f"."a", "f"."b"')
  assert.equal(quoteTexts(['a', "it's"]), "'a', 'it''s'")
  assert.equal(quoteNames([]), '')
})

test('what no engine can hold throws', () => {
  assert.throws(() => quoteName(''), /cannot be empty/)
  assert.throws(() => quoteName('a\0'), /NUL/)
  assert.throws(() => quoteText('\0'), /NUL/)
})
