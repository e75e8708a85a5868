// What does analysis settle of a definition that is right: types, defaults, what is read, when it happened?
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { edited, heart, heartColumns, withFeature, withSource } from '../support/heart.ts'
import { type Columns, openWorkshop, problemsOf, type Workshop } from '../support/workshop.ts'

let workshop: Workshop
before(async () => {
  workshop = await openWorkshop()
})
after(() => workshop.close())

describe('what is settled', () => {
  const analysedFeature = async (definition: unknown, columns: Columns = heartColumns) => {
    const { views } = await workshop.analyse(edited(withFeature('x', definition)), columns)
    const found = views.get('cardiac')?.features.find((it) => it.name === 'x')
    assert.ok(found)
    return found
  }

  const types: readonly (readonly [unknown, string])[] = [
    ['age', 'int64'],
    ['age / 2', 'float64'],
    ['age > 1', 'bool'],
    ['1.5', 'float64'],
    ['1', 'int32'],
    ['note', 'string'],
    ['measured_at', 'timestamp'],
    ['CAST(measured_at AS DATE)', 'timestamp'],
    ['[age, chol]', 'int64[]'],
    ['{a: age}', 'json'],
    ["note::JSON -> '$.a'", 'json'],
    ['pulse', 'float64'],
    ['device', 'string'],
    ['score * 2', 'float64'],
    ['heavy', 'int32'],
    [{ sql: 'age', type: 'float64' }, 'float64'],
    [{ minMax: 'age' }, 'float64'],
    [{ standardize: 'weight' }, 'float64'],
    [{ bucketize: 'age', edges: [18, 65] }, 'int32'],
    [{ bucketize: 'age', bins: 4 }, 'int32'],
  ]
  for (const [definition, type] of types)
    test(`the type of ${JSON.stringify(definition)}`, async () =>
      assert.equal((await analysedFeature(definition)).type, type))

  const defaults: readonly (readonly [unknown, unknown])[] = [
    [{ sql: 'age', default: 5 }, 5n],
    [{ sql: 'age', default: 9007199254740993n }, 9007199254740993n],
    [{ sql: 'weight', default: 5 }, 5],
    [{ sql: 'note', default: 5 }, '5'],
    [{ sql: 'age > 1', default: true }, true],
    [{ sql: 'measured_at', default: '2026-01-01T01:00:00+01:00' }, '2026-01-01T00:00:00Z'],
    [{ sql: '[age]', default: '[]' }, '[]'],
  ]
  for (const [definition, expected] of defaults) {
    const { sql } = definition as { sql: string }
    test(`a default of ${sql}`, async () => assert.deepEqual((await analysedFeature(definition)).default, expected))
  }

  test('a column stands before a feature of its name', async () => {
    const found = await analysedFeature('age + device.length()')
    assert.deepEqual(found.uses, [])
    assert.deepEqual(
      found.reads.raw.map((column) => column.name),
      ['age', 'props'],
    )
    assert.deepEqual(
      found.reads.derived.map((column) => column.name),
      ['device'],
    )
  })

  test('reads go down to the files', async () => {
    const found = await analysedFeature('shout || note')
    assert.deepEqual(
      found.reads.raw.map((column) => column.name),
      ['note', 'props'],
    )
    assert.deepEqual(
      found.reads.derived.map((column) => column.name),
      ['device', 'shout'],
    )
  })

  test('a timestamp may be a column of any name, or an expression', async () => {
    const columns: Columns = { visits: { ...heartColumns.visits, 'Measured At': 'timestamp' } }
    const rowsOf = async (timestamp: string, over: object = {}) => {
      const found = await workshop.analyse(edited(withSource({ timestamp, ...over })), columns)
      return found.views.get('cardiac')?.rows
    }
    assert.equal((await rowsOf('Measured At'))?.timestamp, '"Measured At"')
    assert.equal((await rowsOf('measured at'))?.timestamp, '"Measured At"')
    assert.equal((await rowsOf('coalesce(measured_at, recorded_at)'))?.timestamp, 'coalesce(measured_at, recorded_at)')
    const berlin = { timezone: 'Europe/Berlin' }
    assert.equal((await rowsOf('measured_at', berlin))?.timestamp, '"measured_at"')
    assert.match((await rowsOf("strptime(note, '%d.%m.%Y')", berlin))?.timestamp ?? '', /^timezone\('Europe\/Berlin'/)
    assert.equal(
      (await rowsOf("greatest(measured_at, strptime(note, '%d.%m.%Y'))", berlin))?.timestamp.includes('timezone'),
      false,
    )
  })

  test('sources that no view reads are checked too', async () => {
    const definitions = {
      ...edited((it) => it),
      sources: { ...edited((it) => it).sources, spare: { ...heart().source } },
    }
    const columns: Columns = { ...heartColumns, spare: { note: 'string' } }
    const found = await problemsOf(() => workshop.analyse(definitions, columns))
    assert.ok(found.length > 0 && found.every((it) => it.at?.file.startsWith('sources.spare')))
  })
})
