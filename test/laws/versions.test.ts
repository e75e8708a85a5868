// ⚖ Whatever is applied in whatever order: versions are never edited, numbers never used twice, one fingerprint is one
// version, and what was planned is what there is to do.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import type { Analysed } from '../../src/core/analysed.ts'
import { fixedClock } from '../../src/core/clock.ts'
import type { State } from '../../src/core/state.ts'
import type { FeatureVersion } from '../../src/core/versions.ts'
import { apply, plan } from '../../src/registry/apply.ts'
import { openRegistry, type Registry } from '../../src/registry/registry.ts'
import { type Columns, type Definitions, openWorkshop, type Workshop } from '../support/workshop.ts'

let workshop: Workshop
before(async () => {
  workshop = await openWorkshop()
})
after(() => workshop.close())

const columns: Columns = { s: { k: 'string', t: 'timestamp', x: 'int64' } }

interface World {
  readonly a: string | null
  readonly b: string | null
  readonly c: string | null
  readonly where: string | null
  readonly ttl: string | null
  readonly service: readonly string[] | null
  readonly words: string
}

const world: fc.Arbitrary<World | null> = fc.oneof(
  { weight: 1, arbitrary: fc.constant(null) },
  {
    weight: 12,
    arbitrary: fc.record({
      a: fc.constantFrom('x', 'x + 1', ' X ', 'x - fit_min(x)', null),
      b: fc.constantFrom('a * 2', 'x * 2', 'a*2 -- twice', null),
      c: fc.constantFrom('b + a', 'x', null),
      where: fc.constantFrom(null, null, 'x > 0', 'X>0'),
      ttl: fc.constantFrom(null, '7d', '168h'),
      service: fc.constantFrom(null, ['v:a'], ['v:*'], ['v:b', 'v:a'], ['v@1:*']),
      words: fc.constantFrom('', 'old', 'new'),
    }),
  },
)

/** The world as definitions; what would be a mistake is left out of it. */
const definitionsOf = (it: World | null, state: State): Definitions => {
  if (it === null) return {}
  const a = it.a
  const b = it.b !== null && (a !== null || !it.b.includes('a')) ? it.b : null
  const c = it.c !== null && (it.c === 'x' || (a !== null && b !== null)) ? it.c : null
  const given = Object.entries({ a, b, c }).filter((entry): entry is [string, string] => entry[1] !== null)
  const features = Object.fromEntries(given.map(([name, sql]) => [name, { sql, description: it.words }]))
  if (given.length === 0) return {}
  const known = (reference: string): boolean => {
    if (reference === 'v@1:*') return state.views.size > 0
    return reference === 'v:*' || reference.slice(2) in features
  }
  const service = it.service?.every(known) ? it.service : null
  return {
    entities: { e: { keys: { k: 'string' } } },
    sources: { s: { type: 'csv', path: 'x', timestamp: 't' } },
    views: {
      v: {
        entity: 'e',
        source: 's',
        description: it.words,
        ...(it.where === null ? {} : { where: it.where }),
        ...(it.ttl === null ? {} : { ttl: it.ttl }),
        features,
      },
    },
    ...(service === null ? {} : { services: { m: { features: [...service] } } }),
  }
}

const analyses = new Map<string, Promise<Analysed>>()
const analysed = (definitions: Definitions): Promise<Analysed> => {
  const key = JSON.stringify(definitions)
  const found = analyses.get(key) ?? workshop.analyse(definitions, columns)
  analyses.set(key, found)
  return found
}

const frozenParts = (it: FeatureVersion): unknown => ({
  id: it.id,
  fingerprint: it.fingerprint,
  rowSet: it.rowSet,
  type: it.type,
  expression: it.expression,
  uses: it.uses,
  reads: it.reads,
  default: it.default,
  applied: it.applied,
})

const checkState = (state: State): void => {
  for (const [kind, versions] of [
    ['feature', [...state.features.values()].map((it) => ({ ...it, of: `${it.view}:${it.name}` }))],
    ['view', [...state.views.values()].map((it) => ({ ...it, of: it.view }))],
    ['service', [...state.services.values()].map((it) => ({ ...it, of: it.service }))],
  ] as const) {
    for (const [of, its] of Map.groupBy<string, { of: string; version: number; fingerprint: string; status: string }>(
      versions,
      (it) => it.of,
    )) {
      assert.deepEqual(
        its.map((it) => it.version).sort(),
        its.map((_, i) => i + 1),
        `${kind} ${of} is numbered 1, 2, 3 …`,
      )
      assert.equal(new Set(its.map((it) => it.fingerprint)).size, its.length, `one fingerprint is one version of ${of}`)
      assert.ok(its.filter((it) => it.status === 'current').length <= 1, `${of} is current once`)
    }
  }
  const pinned = [...state.services.values()].filter((it) => it.status !== 'retired').flatMap((it) => it.members)
  for (const feature of state.features.values()) {
    const isCurrent = [...state.current.views.values()].some((view) => view.features.some((it) => it.id === feature.id))
    const isPinned = pinned.some((member) => member.feature.id === feature.id)
    assert.equal(feature.status, isCurrent ? 'current' : isPinned ? 'pinned' : 'retired')
    for (const use of feature.uses) assert.equal(state.features.get(use.id)?.name, use.name)
  }
}

const checkStep = async (registry: Registry, definitions: Definitions, known: Map<string, number>): Promise<void> => {
  const before = registry.state()
  const one = await analysed(definitions)
  const planned = plan(registry, one)
  assert.deepEqual(registry.state(), before, 'planning writes nothing')
  assert.deepEqual(apply(registry, one), planned)
  const state = registry.state()
  assert.deepEqual(plan(registry, one).changes, [], 'nothing is left to do')
  for (const [id, feature] of before.features)
    assert.deepEqual(frozenParts(state.features.get(id) ?? feature), frozenParts(feature))
  for (const [id, view] of before.views)
    assert.deepEqual(
      state.views
        .get(id)
        ?.features.map((it) => it.id)
        .sort(),
      view.features.map((it) => it.id).sort(),
    )
  for (const [id, service] of before.services)
    assert.deepEqual(
      state.services.get(id)?.members.map((it) => [it.view.id, it.feature.id]),
      service.members.map((it) => [it.view.id, it.feature.id]),
    )
  checkState(state)
  const view = state.current.views.get('v')
  assert.deepEqual(view?.features.map((it) => it.name) ?? [], one.views.get('v')?.features.map((it) => it.name) ?? [])
  for (const feature of view?.features ?? []) {
    const version = known.get(`${feature.name} ${feature.fingerprint}`) ?? feature.version
    assert.equal(feature.version, version, 'what comes back has its number')
    known.set(`${feature.name} ${feature.fingerprint}`, version)
    assert.equal(feature.description, one.views.get('v')?.description, 'words follow the files')
  }
}

test('⚖ random applies keep every version as it was', { timeout: 120_000 }, async () => {
  let worlds = 0
  await fc.assert(
    fc.asyncProperty(fc.array(world, { minLength: 2, maxLength: 7 }), async (applies) => {
      worlds += 1
      const registry = openRegistry({
        path: join(workshop.folder, `registry-${worlds}.db`),
        offline: workshop.folder,
        clock: fixedClock(BigInt(worlds)),
      })
      try {
        const known = new Map<string, number>()
        for (const it of applies) await checkStep(registry, definitionsOf(it, registry.state()), known)
      } finally {
        registry.close()
      }
    }),
    { numRuns: 40 },
  )
})
