// What does a reference point at?
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  formatNamedVersion,
  formatReference,
  isReference,
  parseReference,
  readNamedVersion,
  readReference,
} from '../../src/core/references.ts'

const read: readonly (readonly [string, string, number | null, string])[] = [
  ['cardiac:age', 'cardiac', null, 'age'],
  ['cardiac:*', 'cardiac', null, '*'],
  ['cardiac@3:age', 'cardiac', 3, 'age'],
  ['cardiac@12:*', 'cardiac', 12, '*'],
  ['clicks:clicked_text:Add to cart', 'clicks', null, 'clicked_text:Add to cart'],
  [`v:it's "quoted"; DROP TABLE x --`, 'v', null, `it's "quoted"; DROP TABLE x --`],
]

for (const [text, view, version, feature] of read) {
  test(`${text} is ${feature} of ${view}${version === null ? '' : `, version ${version}`}`, () => {
    assert.deepEqual(readReference(text), { view, version, feature })
    assert.equal(formatReference(parseReference(text)), text)
    assert.ok(isReference(text))
  })
}

for (const text of [
  '',
  'age',
  ':age',
  'cardiac:',
  'Cardiac:age',
  'cardiac@0:age',
  'cardiac@x:age',
  'a b:c',
  '"a":c',
  'a@:c',
]) {
  test(`${JSON.stringify(text)} is no reference`, () => {
    assert.equal(readReference(text), null)
    assert.throws(() => parseReference(text), { code: 'bad_reference', message: `"${text}" is no feature reference` })
  })
}

test('a name and a version are read back as they were written', () => {
  const named = fc
    .tuple(fc.stringMatching(/^[a-z][a-z0-9_]{0,20}$/), fc.option(fc.integer({ min: 1, max: 999_999_999 })))
    .map(([name, version]) => ({ name, version }))
  fc.assert(fc.property(named, (it) => assert.deepEqual(readNamedVersion(formatNamedVersion(it)), it)))
})

test('a reference to any feature name is read back as it was written', () => {
  const feature = fc.string({ minLength: 1 })
  fc.assert(
    fc.property(feature, (it) =>
      assert.equal(readReference(formatReference({ view: 'v', version: 2, feature: it }))?.feature, it),
    ),
  )
})
