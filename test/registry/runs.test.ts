// What do other processes see of a run, while it works, when it ends, and when it just stops?
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { beginRun, failRun, finishRun, interruptRun, lastDone, runById, runs } from '../../src/registry/runs.ts'
import { openWorkshop } from '../support/workshop.ts'

test('a run is seen from its beginning to its end', async () => {
  const workshop = await openWorkshop()
  try {
    const { registry } = workshop
    const first = beginRun(registry, 'ingest', 'visits')
    assert.deepEqual([runById(registry, first)?.status, runById(registry, first)?.finished], ['running', null])
    assert.deepEqual(runById(registry, first)?.detail, {})
    finishRun(registry, first, {
      rows: { read: 5, written: 3, rejected: 1, skipped: 1 },
      detail: { phases: { read: 2 } },
    })
    const second = beginRun(registry, 'ingest', 'visits')
    failRun(registry, second, 'no such file')
    const third = beginRun(registry, 'materialize', 'cardiac')
    interruptRun(registry, third)
    assert.deepEqual(
      runs(registry).map((it) => [it.id, it.kind, it.status, it.error]),
      [
        [third, 'materialize', 'interrupted', null],
        [second, 'ingest', 'failed', 'no such file'],
        [first, 'ingest', 'done', null],
      ],
    )
    const done = lastDone(registry, 'ingest', 'visits')
    assert.deepEqual(
      [done?.id, done?.rows, done?.detail],
      [first, { read: 5, written: 3, rejected: 1, skipped: 1 }, { phases: { read: 2 } }],
    )
    assert.equal(lastDone(registry, 'ingest', 'labs'), undefined)
    assert.equal(runById(registry, 99), undefined)
    assert.deepEqual(
      runs(registry, 1).map((it) => it.id),
      [third],
    )
  } finally {
    workshop.close()
  }
})

test('a run whose process died was interrupted', async () => {
  const workshop = await openWorkshop()
  try {
    const room = (file: string): string => JSON.stringify(new URL(`../../src/${file}`, import.meta.url).href)
    const script = `
      import { systemClock } from ${room('core/clock.ts')}
      import { openRegistry } from ${room('registry/registry.ts')}
      import { beginRun } from ${room('registry/runs.ts')}
      const folder = ${JSON.stringify(workshop.folder)}
      const registry = openRegistry({ path: folder + '/registry.db', offline: folder, clock: systemClock })
      console.log(beginRun(registry, 'ingest', 'visits'))
      // What a lock hangs on must outlive its last use.
      setInterval(() => globalThis.gc(), 10)`
    const child = spawn(process.execPath, ['--expose-gc', '--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    try {
      const [said] = await once(child.stdout, 'data')
      const run = Number(String(said))
      await setTimeout(100)
      assert.equal(runById(workshop.registry, run)?.status, 'running')
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
      assert.equal(runById(workshop.registry, run)?.status, 'interrupted')
      assert.equal(runs(workshop.registry)[0]?.status, 'interrupted')
    } finally {
      child.kill('SIGKILL')
    }
  } finally {
    workshop.close()
  }
})
