// What if another process applies too, or another DuckDB did?
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { fixedClock } from '../../src/core/clock.ts'
import { apply, plan } from '../../src/registry/apply.ts'
import { openRegistry } from '../../src/registry/registry.ts'
import { definitionsOf, edited, heart, heartColumns, withFeature } from '../support/heart.ts'
import { openWorkshop, type Workshop } from '../support/workshop.ts'

const run = async (work: (workshop: Workshop) => Promise<void>): Promise<void> => {
  const workshop = await openWorkshop()
  try {
    await work(workshop)
  } finally {
    workshop.close()
  }
}

describe('two processes', () => {
  test('see each other’s applies, and the second is held against the first', () =>
    run(async (workshop) => {
      const other = openRegistry({
        path: join(workshop.folder, 'registry.db'),
        offline: join(workshop.folder, 'offline'),
        clock: fixedClock(2n),
      })
      try {
        assert.equal(other.state().views.size, 0)
        const mine = await workshop.analyse(edited(withFeature('x', 'age')), heartColumns)
        const theirs = await workshop.analyse(edited(withFeature('x', 'age + 1')), heartColumns)
        assert.ok(plan(other, theirs).changes.every((it) => it.action === 'new'))
        apply(workshop.registry, mine)
        const told = apply(other, theirs)
        assert.deepEqual(
          told.changes.map((it) => `${it.name} ${it.action} ${it.to}`),
          ['cardiac changed 2', 'cardiac:x changed 2'],
        )
        assert.equal(workshop.registry.state().current.views.get('cardiac')?.version, 2)
      } finally {
        other.close()
      }
    }))

  test('a write of another process waits no longer than asked', () =>
    run(async (workshop) => {
      const other = openRegistry({
        path: join(workshop.folder, 'registry.db'),
        offline: workshop.folder,
        clock: fixedClock(2n),
        patience: 50,
      })
      try {
        const analysed = await workshop.analyse(definitionsOf(heart()), heartColumns)
        workshop.registry.write(() => {
          assert.throws(() => apply(other, analysed), { code: 'busy' })
        })
        assert.equal(apply(other, analysed).changes.length, 11)
      } finally {
        other.close()
      }
    }))

  test('a failed write leaves nothing behind', () =>
    run(async ({ apply, registry }) => {
      await apply(definitionsOf(heart()), heartColumns)
      const before = registry.state()
      assert.throws(() =>
        registry.write(() => {
          registry.database.exec('DELETE FROM current_versions')
          assert.equal(registry.state().current.views.size, 0)
          throw new Error('stop')
        }),
      )
      assert.deepEqual(registry.state(), before)
    }))
})

describe('another DuckDB', () => {
  let workshop: Workshop
  before(async () => {
    workshop = await openWorkshop()
  })
  after(() => workshop.close())

  test('that parses the same texts into other trees makes no versions', async () => {
    const { registry } = workshop
    await workshop.apply(edited(withFeature('age_normalized', { standardize: 'age' })), heartColumns)
    await workshop.apply(definitionsOf(heart()), heartColumns)
    const before = registry.state()
    // As if all of it had been recorded by an engine with other trees.
    registry.write(() => {
      registry.database.exec(`UPDATE runs SET detail = '{"engine":"v0.0.1"}'`)
      for (const table of ['row_sets', 'feature_versions', 'view_versions', 'service_versions'])
        registry.database.exec(`UPDATE ${table} SET fingerprint = 'old ' || fingerprint`)
    })
    assert.deepEqual((await workshop.plan(definitionsOf(heart()), heartColumns)).changes, [])
    await workshop.apply(definitionsOf(heart()), heartColumns)
    assert.deepEqual(registry.state(), before)
    const { changes } = await workshop.apply(
      edited(withFeature('age_normalized', { standardize: 'age' })),
      heartColumns,
    )
    assert.ok(changes.every((it) => it.action === 'restored'))
  })
})
