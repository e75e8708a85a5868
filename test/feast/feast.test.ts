// Does an unmodified Feast client read from the server: values, statuses, order, exact integers, typed errors?
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { type TestContext, test } from 'node:test'
import { fixedClock } from '../../src/core/clock.ts'
import type { FeatureVersion } from '../../src/core/versions.ts'
import { openOnlineStore } from '../../src/online/online-store.ts'
import { listen } from '../../src/server/listen.ts'
import { featureOf, rowSetOf, shelve, temporaryFolder, viewOf } from '../online/shelf.ts'
import { servedBy } from '../server/served.ts'
import { usualAggregate } from '../support/event-files.ts'
import { pythonWith } from '../support/python.ts'

const march = 1_772_366_400_000_000n
const big = 2n ** 53n + 1n

const users = rowSetOf(1, 'spending', [{ name: 'user_id', type: 'int64' }])
const spending = viewOf(
  users,
  [
    featureOf(1, users, 'mean', 'float64'),
    featureOf(2, users, 'count', 'int64'),
    featureOf(3, users, 'name', 'string'),
    featureOf(4, users, 'active', 'bool'),
  ],
  100n,
)
const trips = rowSetOf(2, 'trips', [
  { name: 'user_id', type: 'int64' },
  { name: 'city', type: 'string' },
])
const visits = viewOf(trips, [featureOf(10, trips, 'visits', 'int32'), featureOf(11, trips, 'mean', 'float64')])

const pages = rowSetOf(3, 'behaviour', [{ name: 'user_id', type: 'int64' }])
const vocabulary = ['Add to cart', 'a:b "c"\n']
const clicked: FeatureVersion = {
  ...featureOf(20, pages, 'clicked', 'int64'),
  kind: 'aggregate',
  aggregate: { ...usualAggregate, by: '#1', categories: { policy: { values: vocabulary }, vocabulary, identity: '' } },
}
const behaviour = viewOf(pages, [clicked])

/** One JSON value a line, both ways; integers beyond 2^53 as JSON numbers. */
const clientOf = (t: TestContext, python: string, url: string) => {
  const child = spawn(python, [join(import.meta.dirname, 'client.py'), url], { stdio: ['pipe', 'pipe', 'inherit'] })
  t.after(() => child.kill())
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return async (question: string): Promise<string> => {
    child.stdin.write(`${question}\n`)
    const { value } = await lines.next()
    return String(value)
  }
}

const serving = async (t: TestContext) => {
  const path = join(temporaryFolder(t), 'online.db')
  shelve(path, spending, [
    { keys: [1n], at: march, values: [3, big, 'Ada "A"', true] },
    { keys: [big], at: march - 1n, values: [0.1, -big, null, false] },
    { keys: [2n], at: march - 101n, values: [1, 1n, 'old', true] },
  ])
  shelve(path, visits, [{ keys: [big, 'Köln'], at: march, values: [7, 2.5] }])
  shelve(path, behaviour, [{ keys: [1n], at: march, values: [[null, big, 3n]] }], { until: march, lastRun: 1 })
  const store = openOnlineStore(path, fixedClock(march))
  const server = await listen(servedBy(store, [spending, visits, behaviour]), { host: '127.0.0.1', port: 0 })
  t.after(async () => {
    await server.stop(100)
    store.close()
  })
  return server.url
}

test('a Feast client', async (t) => {
  const feast = await pythonWith('feast', '0.64.0')
  if ('missing' in feast) {
    t.skip(feast.missing)
    return
  }
  const ask = clientOf(t, feast.python, await serving(t))
  const [PRESENT, NULL_VALUE, NOT_FOUND, OUTSIDE_MAX_AGE] = [1, 2, 3, 4]

  await t.test('values, statuses, order, missing and duplicate keys, int64 beyond 2^53', async () => {
    const text = await ask(
      `{"how":"online","features":["spending:count","spending:mean","spending:name","spending:active"],"rows":[{"user_id":1},{"user_id":${big}},{"user_id":2},{"user_id":404},{"user_id":1}]}`,
    )
    assert.match(text, /"user_id": \[1, 9007199254740993, 2, 404, 1\]/)
    assert.match(text, /"count": \[9007199254740993, -9007199254740993, null, null, 9007199254740993\]/)
    assert.match(text, /"mean": \[3\.0, 0\.1, null, null, 3\.0\]/)
    const { values, statuses } = JSON.parse(text)
    assert.deepEqual(Object.keys(values), ['user_id', 'count', 'mean', 'name', 'active'])
    assert.deepEqual(values.name, ['Ada "A"', null, null, null, 'Ada "A"'])
    assert.deepEqual(values.active, [true, false, null, null, true])
    assert.deepEqual(statuses.name, [PRESENT, NULL_VALUE, OUTSIDE_MAX_AGE, NOT_FOUND, PRESENT])
  })

  await t.test('composite keys, full names, a feature service', async () => {
    const both = JSON.parse(
      await ask(
        `{"how":"online","full":true,"features":["trips:visits","spending:mean","trips:mean"],"rows":[{"city":"Köln","user_id":${big}},{"city":"köln","user_id":1}]}`,
      ),
    )
    assert.deepEqual(Object.keys(both.values), ['city', 'user_id', 'trips__visits', 'spending__mean', 'trips__mean'])
    assert.deepEqual(both.values.trips__visits, [7, null])
    const service = JSON.parse(
      await ask(`{"how":"online","full":true,"features":"everything","rows":[{"user_id":${big},"city":"Köln"}]}`),
    )
    assert.deepEqual(service.values.trips__mean, [2.5])
  })

  await t.test('a value a category, whatever its text', async () => {
    const features = JSON.stringify([...vocabulary, '__other__'].map((it) => `behaviour:clicked:${it}`))
    const text = await ask(`{"how":"online","features":${features},"rows":[{"user_id":1},{"user_id":404}]}`)
    assert.match(text, /\[9007199254740993, 0\]/)
    const { values, statuses } = JSON.parse(text)
    assert.deepEqual(Object.keys(values), ['user_id', ...vocabulary.map((it) => `clicked:${it}`), 'clicked:__other__'])
    assert.deepEqual(values['clicked:Add to cart'], [0, 0])
    assert.deepEqual(statuses['clicked:Add to cart'], [PRESENT, NOT_FOUND])
  })

  await t.test('a provider reading one view', async () => {
    const text = await ask(`{"how":"read","features":["mean","count"],"ids":[1,${big},404]}`)
    assert.match(text, /"count": 9007199254740993/)
    const rows = JSON.parse(text)
    assert.deepEqual(
      rows.map((it: [string, Record<string, number>]) => it[1].mean),
      [3, 0.1, null],
    )
  })

  await t.test('mistakes become errors of their own class', async () => {
    const mistakes = [
      ['"features":["spendin:mean"],"rows":[{"user_id":1}]', 'FeatureViewNotFoundException', /did you mean "spending"/],
      ['"features":["spending:men"],"rows":[{"user_id":1}]', 'FeastObjectNotFoundException', /did you mean "mean"/],
      ['"features":"every","rows":[{"user_id":1}]', 'FeatureServiceNotFoundException', /"every"/],
      ['"features":["trips:visits"],"rows":[{"user_id":1}]', 'FeastEntityDFMissingColumnsError', /"city"/],
      [
        '"features":["spending:mean","trips:mean"],"rows":[{"user_id":1,"city":"x"}]',
        'FeatureNameCollisionError',
        /full/,
      ],
      ['"features":["spending:mean"],"rows":[{"user_id":"x"}]', 'FeastError', /user_id is no int64: "x"/],
      ['"features":["spending:mean"],"rows":[{"user_id":1.5}]', 'FeastError', /1\.5/],
    ] as const
    for (const [question, error, words] of mistakes) {
      const answer = JSON.parse(await ask(`{"how":"online",${question}}`))
      assert.equal(answer.error, error, answer.message)
      assert.match(answer.message, words)
    }
  })
})
