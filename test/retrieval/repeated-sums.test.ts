// Do sums that must repeat have the same bits? Whatever the files, the threads and the plan.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { asOf } from '../../src/retrieval/as-of.ts'
import { openEngine } from '../support/engine.ts'
import { type LandedEvent, makeBehaviour, writeEvents } from '../support/event-files.ts'

const { session, folder } = await openEngine()
const start = BigInt(Date.UTC(2026, 2, 1)) * 1000n

const behaviour = makeBehaviour({
  keys: [{ name: 'id', type: 'int64' }],
  inputs: [{ name: '#x', type: 'float64' }],
  features: (['sum', 'mean', 'stddev', 'variance'] as const).flatMap((name) =>
    [300n, null].map((length) => ({
      name: `${name}_${length}`,
      type: 'float64' as const,
      aggregate: { function: name, of: '#x', length },
    })),
  ),
  created: false,
})

/** Magnitudes apart by far, some of them beyond what whole numbers hold. */
const valueAt = (i: number): number => Math.sin(i * 12.9898) * 10 ** ((i * 7) % 35) * 1e-15
const events: LandedEvent[] = Array.from({ length: 600 }, (_, i) => ({
  keys: [BigInt(i % 2)],
  eventTime: start + BigInt(i),
  created: null,
  values: [valueAt(i)],
  id: null,
}))
const runs = [0, 1, 2].map((run) => events.filter((_, i) => i % 3 === run))

test('the same bits from any files, threads and plan', async () => {
  await session.run(
    `CREATE TEMP TABLE asked AS SELECT i AS rid, (i % 2)::BIGINT AS key0, make_timestamp(${start} + i * 11) AS instant FROM range(60) t(i)`,
  )
  const asked = { table: 'asked', keys: ['key0'], rows: 60, earliest: start, latest: start + 660n }
  const answers = new Set<string>()
  for (const merged of [1, 3]) {
    const history = await writeEvents(session, behaviour, runs, folder, { merged })
    for (const windowPlan of ['join', 'tiles'] as const) {
      for (const threads of [1, 2]) {
        await session.run(`SET threads = ${threads}`)
        const { steps, answer } = asOf(
          {
            ...{ name: 'v', history, features: behaviour.view.features, all: behaviour.all, ttl: null },
            ...{ knownAt: false, lastRun: null, rowsAtOnce: 1000, exactSums: true, windowPlan },
          },
          asked,
        )
        for (const step of steps) await session.run(step.sql, step.parameters)
        const rows = await session.rows(`SELECT * FROM (${answer}) ORDER BY rid`)
        answers.add(rows.map((row) => Object.values(row).join(' ')).join('\n'))
      }
    }
  }
  assert.equal(answers.size, 1)
  assert.equal([...answers][0]?.split('\n').length, 60)
})
