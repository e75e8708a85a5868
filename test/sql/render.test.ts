// Does a template take exactly the slots it names?
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fill } from '../../src/sql/render.ts'

test('every hole is filled, and the same slot may stand twice', () => {
  assert.equal(
    fill('t', 'SELECT {{keys}} FROM {{from}} GROUP BY {{keys}}', { keys: '"k"', from: '"f"' }),
    'SELECT "k" FROM "f" GROUP BY "k"',
  )
})

test('what fills a slot is never read again: neither holes nor replacement patterns', () => {
  assert.equal(fill('t', 'SELECT {{a}}, {{b}}', { a: "'{{b}}'", b: "'$& $1 $$'" }), "SELECT '{{b}}', '$& $1 $$'")
})

test('$name is left for the engine', () => {
  assert.equal(fill('t', 'WHERE ts > $since', {}), 'WHERE ts > $since')
})

test('a missing, misspelt or unused slot throws and names itself', () => {
  assert.throws(() => fill('as-of', 'SELECT {{keys}}', {}), /as-of: slot \{\{keys}} is not filled/)
  assert.throws(() => fill('as-of', 'SELECT {{ keys }}', { keys: 'k' }), /slot \{\{ keys }} is not filled/)
  assert.throws(() => fill('as-of', 'SELECT 1', { keys: 'k' }), /as-of has no slot \{\{keys}}/)
  assert.throws(() => fill('as-of', 'SELECT {{toString}}', {}), /not filled/)
})
