// What does an apply record, keep and bring back?
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { State } from '../../src/core/state.ts'
import { columnOf, type FeatureVersion, type Status } from '../../src/core/versions.ts'
import { appliedEntity, appliedSource } from '../../src/registry/declared.ts'
import { show } from '../../src/registry/listing.ts'
import { recordedSchema } from '../../src/registry/recorded.ts'
import { runs } from '../../src/registry/runs.ts'
import { definitionsOf, edited, heart, heartColumns, withFeature, withSource } from '../support/heart.ts'
import { openWorkshop, problemsOf, type Workshop } from '../support/workshop.ts'

const run = async (work: (workshop: Workshop) => Promise<void>): Promise<void> => {
  const workshop = await openWorkshop()
  try {
    await work(workshop)
  } finally {
    workshop.close()
  }
}

const statuses = (state: State): Record<string, Status> =>
  Object.fromEntries(
    [
      ...[...state.features.values()].map((it): [string, Status] => [`${it.view}:${columnOf(it)}`, it.status]),
      ...[...state.views.values()].map((it): [string, Status] => [`${it.view}@${it.version}`, it.status]),
      ...[...state.services.values()].map((it): [string, Status] => [`service ${it.service}@${it.version}`, it.status]),
    ].sort(),
  )

const feature = (state: State, name: string, version: number): FeatureVersion =>
  [...state.features.values()].find((it) => it.name === name && it.version === version) ?? assert.fail(name)

describe('apply', () => {
  test('records what plan shows, once', () =>
    run(async (workshop) => {
      const definitions = definitionsOf(heart())
      const planned = await workshop.plan(definitions, heartColumns)
      assert.equal(planned.changes.length, 11)
      assert.deepEqual(await workshop.apply(definitions, heartColumns), planned)
      assert.deepEqual((await workshop.plan(definitions, heartColumns)).changes, [])
      assert.deepEqual((await workshop.apply(definitions, heartColumns)).changes, [])
      assert.deepEqual(
        runs(workshop.registry).map((it) => [it.kind, it.status]),
        [['apply', 'done']],
      )
    }))

  test('keeps what a service pins and retires the rest', () =>
    run(async ({ apply, registry }) => {
      await apply(definitionsOf(heart()), heartColumns)
      await apply(
        edited((it) => withFeature('age', 'age + 1')(withFeature('age_normalized', { standardize: 'age' })(it))),
        heartColumns,
      )
      const found = statuses(registry.state())
      assert.equal(found['cardiac:age@1'], 'retired')
      assert.equal(found['cardiac:age@2'], 'current')
      assert.equal(found['cardiac:age_normalized@1'], 'pinned')
      assert.equal(found['cardiac:score@1'], 'pinned')
      assert.equal(found['cardiac:score@2'], 'current')
      assert.equal(found['cardiac:risk@1'], 'current')
      assert.equal(found['cardiac@1'], 'pinned')
      assert.equal(found['cardiac@2'], 'current')
      assert.equal(found['service heart_risk@1'], 'pinned')
      assert.equal(found['service heart_risk@2'], 'current')
    }))

  test('retires everything that is no longer declared, and brings it back without a new number', () =>
    run(async ({ apply, registry }) => {
      await apply(definitionsOf(heart()), heartColumns)
      const before = registry.state()
      await apply({}, heartColumns)
      assert.ok(Object.values(statuses(registry.state())).every((it) => it === 'retired'))
      assert.equal(registry.state().current.views.size, 0)
      assert.deepEqual(
        ['cardiac', 'heart_risk'].map((it) => show(registry, it).status),
        ['retired', 'retired'],
      )
      const { changes } = await apply(definitionsOf(heart()), heartColumns)
      assert.ok(
        changes.filter((it) => it.kind === 'feature' || it.kind === 'view').every((it) => it.action === 'restored'),
      )
      assert.deepEqual(statuses(registry.state()), statuses(before))
    }))

  test('gives the next number to a change, the old number to a return', () =>
    run(async ({ apply, registry }) => {
      const expressions = ['age', 'age + 1', 'age', 'age + 2', 'age + 1']
      const versions: (number | undefined)[] = []
      for (const expression of expressions) {
        await apply(edited(withFeature('x', expression)), heartColumns)
        const view = registry.state().current.views.get('cardiac')
        versions.push(view?.features.find((it) => it.name === 'x')?.version)
      }
      assert.deepEqual(versions, [1, 2, 1, 3, 2])
    }))

  test('words follow the files without a version; an older version keeps its own', () =>
    run(async ({ apply, registry }) => {
      const described = (description: string, expression = 'age') =>
        edited(withFeature('x', { sql: expression, description }))
      await apply(described('first'), heartColumns)
      await apply(described('second'), heartColumns)
      assert.equal(feature(registry.state(), 'x', 1).description, 'second')
      await apply(described('third', 'age + 1'), heartColumns)
      assert.equal(feature(registry.state(), 'x', 2).description, 'third')
      assert.equal(feature(registry.state(), 'x', 1).description, 'first')
    }))

  test('keeps the order of a view as it was applied', () =>
    run(async ({ apply, registry }) => {
      await apply(definitionsOf(heart()), heartColumns)
      const view = registry.state().current.views.get('cardiac')
      assert.deepEqual(
        view?.features.map((it) => it.name),
        Object.keys(heart().features),
      )
    }))

  test('and follows the files when they change it', () =>
    run(async ({ apply, registry }) => {
      await apply(definitionsOf(heart()), heartColumns)
      const reversed = Object.fromEntries(Object.entries(heart().features).reverse())
      await apply(
        edited((it) => ({ ...it, features: reversed })),
        heartColumns,
      )
      const view = registry.state().current.views.get('cardiac')
      assert.equal(view?.version, 1)
      assert.deepEqual(
        view?.features.map((it) => it.name),
        Object.keys(reversed),
      )
    }))

  test('a dependency is used at the version it had', () =>
    run(async ({ apply, registry }) => {
      await apply(definitionsOf(heart()), heartColumns)
      await apply(edited(withFeature('age_normalized', { standardize: 'age' })), heartColumns)
      const state = registry.state()
      const used = (version: number) =>
        feature(state, 'score', version)
          .uses.map(({ name, id }) => `${name}@${state.features.get(id)?.version}`)
          .sort()
      assert.deepEqual(used(1), ['age_normalized@1', 'risk@1'])
      assert.deepEqual(used(2), ['age_normalized@2', 'risk@1'])
    }))

  test('a service with a mistake is refused before anything is written', () =>
    run(async ({ apply, plan, registry }) => {
      await apply(definitionsOf(heart()), heartColumns)
      const services = (features: string[]) => edited((it) => ({ ...it, services: { s: { features } } }))
      const cases: readonly (readonly [string, string, RegExp, RegExp])[] = [
        ['cardiac@7:age', 'unknown_version', /no version 7; it has 1/, /cardiac:age/],
        ['cardiac@1:ages', 'unknown_feature', /"cardiac@1" has no feature "ages"/, /did you mean "age"/],
      ]
      for (const [reference, code, message, fix] of cases) {
        for (const verb of [plan, apply]) {
          const [problem] = await problemsOf(() => verb(services(['cardiac:age', reference]), heartColumns))
          assert.equal(problem?.code, code)
          assert.equal(problem?.at?.file, 'services.s.features.1')
          assert.match(problem?.message ?? '', message)
          assert.match(problem?.fix ?? '', fix)
        }
      }
      assert.ok(registry.state().current.services.has('heart_risk'))
      assert.equal(runs(registry).length, 1)
    }))

  test('remembers sources, entities and columns as they were applied', () =>
    run(async ({ apply, registry }) => {
      await apply(definitionsOf(heart()), heartColumns)
      assert.equal(appliedSource(registry, 'visits')?.path, 'data/visits.csv')
      assert.deepEqual(appliedEntity(registry, 'patient')?.keys, { patient_id: 'string' })
      assert.equal(recordedSchema(registry, 'visits')?.columns.length, 9)
      assert.equal(appliedSource(registry, 'nothing'), undefined)
      assert.equal(recordedSchema(registry, 'nothing'), null)
      await apply(edited(withSource({ path: 'moved/*.csv' })), heartColumns)
      assert.equal(appliedSource(registry, 'visits')?.path, 'moved/*.csv')
    }))
})
