// Types and names in a training set: what Parquet keeps of a CSV spine, and names of any kind.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { openEngine } from '../support/engine.ts'
import { everything, oddSpine, selectedOf, trainingSetsIn } from '../support/training-sets.ts'

const engine = await openEngine()
const { folder } = engine
const { write, written, read } = await trainingSetsIn(engine)

suite('Parquet', () => {
  test('types are kept, and texts of the spine get the type that keeps them', async () => {
    await write(oddSpine, 'parquet')
    const types = (await read('DESCRIBE FROM FILE')).map((row) => row.column_type)
    const features = [
      'VARCHAR',
      'INTEGER',
      'BIGINT',
      'FLOAT',
      'DOUBLE',
      'BOOLEAN',
      'TIMESTAMP',
      'BLOB',
      'JSON',
      'DOUBLE[]',
      'VARCHAR[]',
    ]
    assert.deepEqual(types, ['BIGINT', 'TIMESTAMP', 'VARCHAR', 'VARCHAR', ...features])
    const found = await read('SELECT id, label, "double", single, big FROM FILE')
    assert.deepEqual(
      found.map((row) => row.label),
      ['007', '1.50', null, '9', '8', '7'],
    )
    assert.deepEqual(
      found.map((row) => row.double),
      [3, null, Number.NaN, null, null, null],
    )
    assert.equal(found[0]?.big, 9007199254740993n)
  })

  for (const [texts, type] of [
    [['1', '-2', ''], 'BIGINT'],
    [['1', '9223372036854775808'], 'VARCHAR'],
    [['1', '2.5', '1e9'], 'DOUBLE'],
    [['0.1', '007'], 'VARCHAR'],
    [['true', 'False'], 'BOOLEAN'],
    [['2026-03-01', ''], 'DATE'],
    [['2026-03-01', '2026-03-01T10:00:00Z'], 'TIMESTAMP'],
    [['', ''], 'VARCHAR'],
    [['+1'], 'VARCHAR'],
    [['1', 'x'], 'VARCHAR'],
  ] as const) {
    test(`${texts.join(' | ')} is ${type}`, async () => {
      const lines = texts.map((text) => `1,2026-03-01,${text}`)
      await write(`id,event_timestamp,c\n${lines.join('\n')}\n`, 'parquet')
      const [column] = await read("SELECT column_type FROM (DESCRIBE FROM FILE) WHERE column_name = 'c'")
      assert.equal(column?.column_type, type)
    })
  }

  test('the same question gives the same bytes', async () => {
    await write(oddSpine, 'parquet')
    const first = readFileSync(join(folder, 'out.parquet'))
    await write(oddSpine, 'parquet')
    assert.deepEqual(readFileSync(join(folder, 'out.parquet')), first)
  })
})

suite('names', () => {
  test('columns of the spine may have any name', async () => {
    const names = [
      'id',
      'event_timestamp',
      'rid',
      'pos',
      'instant',
      'c0',
      'key0',
      'rows',
      'Select',
      'ID',
      'f0',
      'v0',
      "it's",
      '%',
    ]
    await write(
      `${names.join(',')}\n1,2026-03-01 12:00${names
        .slice(2)
        .map((_, i) => `,x${i}`)
        .join('')}\n`,
      'csv',
    )
    const [header, line] = written('csv').split('\n')
    assert.equal(header, [...names, ...everything.features.map((it) => it.name)].join(','))
    assert.ok(line?.startsWith('1,2026-03-01 12:00,x0,x1,x2,x3,x4,x5,x6,x7,x8,x9,x10,x11,'))
  })

  test('a feature with the name of a spine column is refused', async () => {
    await assert.rejects(write('id,event_timestamp,text\n1,2026-03-01,x\n', 'csv'), {
      code: 'duplicate_column',
      message: /column "text" and the feature everything:text/,
      fix: /--full-feature-names/,
    })
    await write('id,event_timestamp,text\n1,2026-03-01,x\n', 'csv', { selected: selectedOf(everything, true) })
  })
})

suite('names that are equal but for case, in Parquet', () => {
  const schema = async () => (await read('SELECT name FROM parquet_schema(FILE)')).map((row) => row.name).slice(1)

  test('keep their case', async () => {
    await write('id,event_timestamp,Cart,cart,CART\n1,2026-03-01 12:00,x,y,\n', 'parquet')
    const names = ['id', 'event_timestamp', 'Cart', 'cart', 'CART', ...everything.features.map((it) => it.name)]
    // The parts of a list column are called list as well.
    const found = new Set((await schema()).map(String))
    assert.deepEqual(
      [...found].filter((it) => names.includes(it)),
      names,
    )
    const [row] = await read('FROM FILE')
    assert.deepEqual([row?.Cart, row?.cart_1, row?.big], ['x', 'y', 9007199254740993n])
  })

  test('and are read again as a spine', async () => {
    await write('id,event_timestamp,Cart,cart\n1,2026-03-01 12:00,x,y\n', 'parquet', { selected: [] })
    const again = join(folder, 'again.csv')
    const path = join(folder, 'out.parquet')
    await write('', 'csv', { spine: { path, format: null }, output: again })
    assert.match(readFileSync(again, 'utf8'), /^id,event_timestamp,Cart,cart,text,.*\n1,2026-03-01T12:00:00Z,x,y,/)
  })
})
