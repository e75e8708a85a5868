// Why this value? The row that was chosen and those that were not, each with its reason.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatInstant } from '../../src/core/instants.ts'
import type { ExplainedRow } from '../../src/core/verbs.ts'
import { explainCell } from '../../src/retrieval/explain.ts'
import { openEngine } from '../support/engine.ts'
import { type LandedRow, makeView, writeHistory } from '../support/history-files.ts'

const { store, session, folder } = await openEngine()
const minute = 60_000_000n
const ten = BigInt(Date.UTC(2026, 2, 1, 10)) * 1000n

const view = makeView({
  view: 'scores',
  keys: [{ name: 'patient', type: 'int64' }],
  features: [{ name: 'score', type: 'float64' }],
  ttl: 60n * minute,
})
const row = (at: bigint, created: bigint | null, score: number): LandedRow => ({
  keys: [1n],
  eventTime: ten + at * minute,
  created: created === null ? null : ten + created * minute,
  values: [score],
})
const history = await writeHistory(
  session,
  view,
  [
    [row(-70n, -70n, 0), row(0n, 1n, 1), row(10n, 11n, 2), row(20n, 50n, 3), row(90n, 90n, 9)],
    [row(10n, 12n, 2.5), row(5n, null, 1.5)],
  ],
  folder,
)
const selected = view.features.map((feature) => ({ view, feature, category: null, column: 'score' }))

const explain = async (at: bigint, knownAt = false, key = '1'): Promise<ExplainedRow[]> => {
  const cell = { keys: new Map([['patient', key]]), at: ten + at * minute, knownAt }
  return [...(await explainCell(store, { view, history, selected }, cell)).rows]
}
const short = (rows: readonly ExplainedRow[]): string[] =>
  rows.map((it) => `${formatInstant(it.eventTime).slice(11, 16)} ${it.values.score} ${it.why}`)

test('newest first, around the choice', async () => {
  assert.deepEqual(short(await explain(15n)), [
    '11:30 9 after the instant',
    '10:20 3 after the instant',
    '10:10 2.5 chosen',
    '10:10 2 lost a tie',
    '10:05 1.5 older',
    '10:00 1 older',
    '08:50 0 older than ttl',
  ])
})

test('with what was known then', async () => {
  assert.deepEqual(short(await explain(40n, true)), [
    '11:30 9 after the instant',
    '10:20 3 not yet known',
    '10:10 2.5 chosen',
    '10:10 2 lost a tie',
    '10:05 1.5 created time is null, so never known',
    '10:00 1 older',
    '08:50 0 older than ttl',
  ])
  assert.equal(short(await explain(11n, true))[2], '10:10 2.5 not yet known')
  assert.equal(short(await explain(11n, true))[3], '10:10 2 chosen')
})

test('the run a row came in', async () => {
  const [, , chosen] = await explain(15n)
  assert.deepEqual([chosen?.run, chosen?.chosen, chosen?.created], [2, true, ten + 12n * minute])
})

test('nothing is chosen when the newest is older than ttl', async () => {
  const rows = await explain(85n)
  assert.deepEqual(
    rows.filter((it) => it.chosen),
    [],
  )
  assert.equal(short(rows)[1], '10:20 3 older than ttl')
})

test('a key without rows', async () => assert.deepEqual(await explain(15n, false, '7'), []))

test('a key that is none, and a key that is missing', async () => {
  await assert.rejects(explain(15n, false, 'x'), { code: 'bad_spine_value' })
  await assert.rejects(explainCell(store, { view, history, selected }, { keys: new Map(), at: ten, knownAt: false }), {
    code: 'missing_key',
    fix: 'add --entity patient=VALUE',
  })
})

test('at most twenty rows, those nearest to the choice', async () => {
  const many = Array.from({ length: 60 }, (_, i) => row(BigInt(i), BigInt(i), i))
  const long = await writeHistory(session, { ...view, id: 2 }, [many], folder)
  const cell = { keys: new Map([['patient', '1']]), at: ten + 30n * minute, knownAt: false }
  const { rows, sql } = await explainCell(store, { view, history: long, selected }, cell)
  assert.equal(rows.length, 20)
  assert.deepEqual(
    rows.filter((it) => it.chosen).map((it) => it.values.score),
    [30],
  )
  assert.ok(rows.every((it, i) => i === 0 || it.eventTime < (rows[i - 1]?.eventTime ?? 0n)))
  assert.match(sql, /ASOF JOIN/)
})
