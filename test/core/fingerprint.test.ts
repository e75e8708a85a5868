// A fingerprint is the same whatever the order things were said in, and another one where a value could differ.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  fingerprintOfService,
  fingerprintOfView,
  hashOf,
  type MemberParts,
  type ViewParts,
} from '../../src/core/fingerprint.ts'
import { canonicalJson, type Json, readJson } from '../../src/core/json.ts'

const view: ViewParts = {
  rows: 'r',
  entities: ['patient'],
  ttl: 7n,
  online: true,
  features: new Map([
    ['a', '1'],
    ['b', '2'],
  ]),
}

test('a view is its rows, ttl, entities, online flag and features', () => {
  const base = fingerprintOfView(view)
  const reversed = new Map([...view.features].reverse())
  assert.equal(fingerprintOfView({ ...view, features: reversed }), base)
  const others: readonly ViewParts[] = [
    { ...view, rows: 's' },
    { ...view, ttl: null },
    { ...view, ttl: 8n },
    { ...view, online: false },
    { ...view, entities: ['user'] },
    { ...view, features: new Map([['a', '1']]) },
    {
      ...view,
      features: new Map([
        ['a', '2'],
        ['b', '1'],
      ]),
    },
  ]
  const all = [base, ...others.map(fingerprintOfView)]
  assert.equal(new Set(all).size, all.length)
})

test('a service is its members in order', () => {
  const member: MemberParts = { view: 'v', ttl: null, online: true, feature: 'f', fingerprint: '1' }
  const other = { ...member, feature: 'g' }
  const all = [
    [member, other],
    [other, member],
    [member],
    [{ ...member, ttl: 1n }, other],
    [{ ...member, fingerprint: '2' }, other],
    [],
  ].map(fingerprintOfService)
  assert.equal(new Set(all).size, all.length)
})

test('⚖ canonical JSON: one text a value, whatever the order of keys, and the value comes back', () => {
  const shuffled = (json: Json): Json => {
    if (Array.isArray(json)) return json.map(shuffled)
    if (typeof json !== 'object' || json === null) return json
    return Object.fromEntries(
      Object.entries(json)
        .reverse()
        .map(([key, value]) => [key, shuffled(value)]),
    )
  }
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const json = readJson(JSON.stringify(value))
      assert.equal(canonicalJson(shuffled(json)), canonicalJson(json))
      assert.equal(canonicalJson(readJson(canonicalJson(json))), canonicalJson(json))
      assert.equal(hashOf(shuffled(json)), hashOf(json))
    }),
  )
})

test('⚖ integers of any length come back', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n }), (value) => {
      assert.equal(canonicalJson(readJson(`{"a":${value}}`)), `{"a":${value}}`)
    }),
  )
})
