// The composed SQL and the slow oracle agree on every window, function and category, whatever the world and the plan.
import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { openEngine } from '../support/engine.ts'
import { type Forced, windowsAgree } from '../support/window-agreement.ts'
import { plainWindows, type WindowWorld, windowWorlds } from '../support/window-worlds.ts'

const { session, folder } = await openEngine()

const asWritten = (sql: string): string => sql

const check = async (
  fault: (sql: string) => string,
  parameters: fc.Parameters<[WindowWorld]>,
  among = windowWorlds,
  forced: Forced = {},
): Promise<boolean> => {
  const property = fc.asyncProperty(among, (world) => windowsAgree(session, folder, world, fault, forced))
  const { failed, counterexample, errorInstance } = await fc.check(property, { ...parameters, endOnFailure: true })
  if (failed && errorInstance instanceof Error && !(errorInstance instanceof assert.AssertionError)) throw errorInstance
  if (failed && fault === asWritten) assert.fail(`${errorInstance}\n${fc.stringify(counterexample)}`)
  return !failed
}

suite('windows', () => {
  for (const threshold of [0, 64]) {
    for (const threads of [1, 2]) {
      test(`the oracle's answer with asof_loop_join_threshold ${threshold} and ${threads} threads`, async () => {
        await session.run(`SET asof_loop_join_threshold = ${threshold}; SET threads = ${threads}`)
        assert.ok(await check(asWritten, { numRuns: 60 }))
      })
    }
  }

  test('from tiles, as far as parts can be merged', async () => {
    await session.run('SET asof_loop_join_threshold = 0; SET threads = 2')
    assert.ok(await check(asWritten, { numRuns: 60 }, plainWindows, { windowPlan: 'tiles' }))
  })

  for (const eventsPerKey of [1e3, 3e7]) {
    test(`in passes as for ${eventsPerKey} events a key`, async () => {
      assert.ok(await check(asWritten, { numRuns: 40 }, windowWorlds, { eventsPerKey }))
    })
  }
})
