// Are answers that were kept the answers that would be given, whatever changed in between?
import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { type Bench, bench } from '../ingest/bench.ts'

const behaviour = (where = 'x > 1'): string => `
entities:
  thing: { keys: { id: int64 } }
sources:
  rows: { type: csv, path: data/*.csv, timestamp: at, created: known }
views:
  view:
    entity: thing
    source: rows
    features:
      n: { aggregate: count, window: 2d }
      total: { aggregate: sum, of: x, window: all, default: -1 }
      some: { aggregate: count, where: "${where}", windows: [1d, all] }
      by_x: { aggregate: count, by: x, values: { top: 2 } }
`

const event = (id: number, day: number, x: number, known = day): string =>
  `${id},2026-01-0${day}T00:00:00Z,${x},2026-01-0${known}T00:00:00Z\n`

const header = 'id,at,x,known\n'
const events = event(1, 1, 1) + event(1, 2, 2) + event(2, 2, 3) + event(2, 3, 3)

/** More rows than are answered without keeping them. */
const spine = (shift = 0): string =>
  `id,event_timestamp\n${Array.from({ length: 10_000 }, (_, i) => `${i % 4},2026-01-0${1 + ((i + shift) % 5)}T00:00:00Z\n`).join('')}`

interface Asking {
  readonly it: Bench
  ask(knownAt?: boolean): Promise<string>
  /** Of each occasion, how many columns each file holds. */
  kept(): string[]
}

const asking = async (t: TestContext): Promise<Asking> => {
  const it = await bench(t, header + events, behaviour(), { 'spine.csv': spine() })
  await it.ingest()
  const answers = it.path('.pintail/answers')
  const historical = async (knownAt: boolean): Promise<string> => {
    const output = it.path('out.csv')
    await it.pintail.historical({
      features: ['view:*'],
      service: null,
      fullFeatureNames: false,
      spine: { path: it.path('spine.csv'), format: null },
      timestamp: null,
      knownAt,
      output,
      format: 'csv',
    })
    return readFileSync(output, 'utf8')
  }
  return {
    it,
    /** Asked with what is kept, and again with nothing kept: both must agree. */
    ask: async (knownAt = false) => {
      const withKept = await historical(knownAt)
      assert.equal(await historical(knownAt), withKept, 'asked again')
      const before = existsSync(answers) ? readdirSync(answers).length : 0
      assert.ok(before > 0, 'nothing was kept')
      return withKept
    },
    kept: () =>
      existsSync(answers)
        ? readdirSync(answers).flatMap((view) =>
            readdirSync(join(answers, view)).flatMap((home) =>
              readdirSync(join(answers, view, home)).map(() => home.slice(0, 8)),
            ),
          )
        : [],
  }
}

const afresh = async ({ it, ask }: Asking, knownAt = false): Promise<string> => {
  rmSync(it.path('.pintail/answers'), { recursive: true, force: true })
  return ask(knownAt)
}

test('asked twice, the answer is read; a changed feature alone is computed', async (t) => {
  const asked = await asking(t)
  await asked.ask()
  assert.equal(asked.kept().length, 1)
  await asked.it.define(behaviour('x > 2'))
  await asked.it.ingest()
  const changed = await asked.ask()
  assert.equal(asked.kept().length, 2)
  assert.equal(new Set(asked.kept()).size, 1)
  assert.equal(await afresh(asked), changed)
})

test('rows that come later, known later or earlier, are in the next answer', async (t) => {
  const asked = await asking(t)
  const before = await asked.ask()
  const knownBefore = await asked.ask(true)
  asked.it.write('data/b.csv', header + event(1, 1, 5, 4) + event(3, 2, 1))
  await asked.it.ingest()
  const after = await asked.ask()
  const knownAfter = await asked.ask(true)
  assert.notEqual(after, before)
  assert.notEqual(knownAfter, knownBefore)
  assert.notEqual(after, knownAfter)
  assert.equal(await afresh(asked), after)
  assert.equal(await afresh(asked, true), knownAfter)
})

test('a spine edited in place is another question', async (t) => {
  const asked = await asking(t)
  const before = await asked.ask()
  asked.it.write('spine.csv', spine(1))
  const after = await asked.ask()
  assert.notEqual(after, before)
  assert.equal(await afresh(asked), after)
})

test('a vocabulary fitted anew is another feature', async (t) => {
  const asked = await asking(t)
  await asked.ask()
  asked.it.write('data/b.csv', header + event(1, 3, 9) + event(1, 4, 9) + event(2, 4, 9) + event(3, 4, 9))
  await asked.it.ingest()
  await asked.it.pintail.fit({ view: 'view', until: null })
  await asked.it.ingest()
  const after = await asked.ask()
  assert.match(after.split('\n')[0] ?? '', /by_x:9/)
  assert.equal(await afresh(asked), after)
})

test('a file that was left half written is dropped, and its answers are computed again', async (t) => {
  const asked = await asking(t)
  const before = await asked.ask()
  const view = asked.it.path('.pintail/answers/view')
  const [home = ''] = readdirSync(view)
  const [file = ''] = readdirSync(join(view, home))
  const path = join(view, home, file)
  writeFileSync(path, readFileSync(path).subarray(0, 100))
  assert.equal(await asked.ask(), before)
  assert.deepEqual(readdirSync(join(view, home)).length, 1)
})
