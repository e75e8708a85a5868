// When do two columns of a source mean the same, so that one is read in the place of the other?
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { columnOfInput, sourceColumns } from '../../src/aggregations/kept.ts'
import type { DerivedRead, Reads } from '../../src/core/versions.ts'
import { input } from '../ingest/event-world.ts'

const reads = (...derived: DerivedRead[]): Reads => ({ raw: [{ name: 'Props', type: 'json' }], derived })
const page = (over: object = {}): DerivedRead => ({
  name: 'page',
  type: 'string',
  json: 'props',
  path: '$.page',
  ...over,
})
const kept = (it: Reads, name = 'page'): string | undefined => sourceColumns(it, [name])?.[0]?.kept
const upper = (sql: string): DerivedRead => ({ name: 'up', type: 'string', sql, reads: ['PAGE'] })

test('a column is kept by how it is derived', () => {
  const cases: readonly (readonly [what: string, a: string | undefined, b: string | undefined, same: boolean])[] = [
    ['as it was', kept(reads(page())), kept(reads(page(), upper('upper(page)'))), true],
    ['its source in another case', kept(reads(page())), kept(reads(page({ json: 'PROPS' }))), true],
    ['another path', kept(reads(page())), kept(reads(page({ path: '$.url' }))), false],
    ['another type', kept(reads(page())), kept(reads(page({ type: 'int64' }))), false],
    ['of another column', kept(reads(page())), kept(reads(page({ json: 'other' }))), false],
    [
      'of a derived column that changed',
      kept(reads(page(), upper('upper(page)')), 'up'),
      kept(reads(page({ path: '$.url' }), upper('upper(page)')), 'up'),
      false,
    ],
    ['other SQL', kept(reads(upper('upper(page)')), 'up'), kept(reads(upper('lower(page)')), 'up'), false],
    ['derived where it was raw', kept(reads(page({ name: 'props' })), 'props'), kept(reads(), 'props'), false],
    [
      'a raw one of another type',
      kept(reads(), 'props'),
      kept({ raw: [{ name: 'props', type: 'string' }], derived: [] }, 'props'),
      true,
    ],
  ]
  for (const [what, a, b, same] of cases) {
    assert.ok(a !== undefined && b !== undefined, what)
    assert.equal(a === b, same, what)
  }
})

test('what is no column of a row is not kept', () => {
  const gap: DerivedRead = { name: 'gap', type: 'float64', sincePrevious: true }
  assert.equal(sourceColumns(reads(gap), ['gap']), null)
  assert.equal(
    sourceColumns(reads(gap, { name: 'twice', type: 'float64', sql: 'gap * 2', reads: ['gap'] }), ['twice']),
    null,
  )
  assert.equal(sourceColumns(reads(page()), ['page', 'unknown']), null)
})

test('an input is a column where it is nothing but that', () => {
  const it = { ...input(1, '"page"'), reads: reads(page()) }
  assert.equal(columnOfInput(it)?.kept, kept(reads(page())))
  assert.equal(columnOfInput({ ...it, expression: 'upper(page)' }), null)
  assert.equal(columnOfInput({ ...it, type: 'int64' }), null)
  assert.equal(columnOfInput({ ...it, kind: 'row' }), null)
  assert.equal(columnOfInput({ ...it, kind: 'late', uses: [{ name: 'page', id: 2 }] }), null)
})
