// ⚖ Whatever is applied, filled and fitted anew in whatever order: a fit never changes a version, what is current is
// made of what is current, the latest fit comes back with its fingerprint, and nothing is left to apply.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import type { Analysed } from '../../src/core/analysed.ts'
import { fixedClock } from '../../src/core/clock.ts'
import type { State } from '../../src/core/state.ts'
import type { FeatureVersion } from '../../src/core/versions.ts'
import { apply, plan } from '../../src/registry/apply.ts'
import { commitIngest } from '../../src/registry/commit.ts'
import { refit } from '../../src/registry/refit.ts'
import { openRegistry, type Registry } from '../../src/registry/registry.ts'
import { beginRun } from '../../src/registry/runs.ts'
import { type Columns, type Definitions, openWorkshop, type Workshop } from '../support/workshop.ts'

let workshop: Workshop
before(async () => {
  workshop = await openWorkshop()
})
after(() => workshop.close())

const columns: Columns = { s: { k: 'string', t: 'timestamp', x: 'int64' } }

type Step =
  | { readonly kind: 'apply'; readonly a: string; readonly b: string | null; readonly service: readonly string[] }
  /** An ingest: what is open gets this number. */
  | { readonly kind: 'fill'; readonly number: number }
  /** A fit in which all numbers come out as this one. */
  | { readonly kind: 'fit'; readonly number: number }

const number = fc.integer({ min: 0, max: 2 })
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant('apply' as const),
    a: fc.constantFrom('x', 'x - fit_min(x)', 'x - fit_max(x)'),
    b: fc.constantFrom('a * 2', 'fit_max(a) - a', 'x', null),
    service: fc.constantFrom(['v:a'], ['v:*'], ['v@1:*'], ['v:a', 'v@1:a']),
  }),
  fc.record({ kind: fc.constant('fill' as const), number }),
  fc.record({ kind: fc.constant('fit' as const), number }),
)

const definitionsOf = (it: Extract<Step, { kind: 'apply' }>, state: State): Definitions => ({
  entities: { e: { keys: { k: 'string' } } },
  sources: { s: { type: 'csv', path: 'x', timestamp: 't' } },
  views: { v: { entity: 'e', source: 's', features: { a: it.a, ...(it.b === null ? {} : { b: it.b }) } } },
  services: { m: { features: it.service.filter((text) => text.startsWith('v:') || state.views.size > 0) } },
})

const numbered = (feature: FeatureVersion, value: number): FeatureVersion => ({
  ...feature,
  fits: feature.fits.map((fit) => ({ ...fit, value: fit.value ?? value })),
})

const fill = (registry: Registry, value: number): void => {
  const fitted = [...registry.state().features.values()].map((it) => numbered(it, value))
  const run = beginRun(registry, 'ingest', 's')
  const nothing = { files: [], landed: [], segments: [], groups: [], hidden: [], computed: [] }
  commitIngest(registry, { ...nothing, run, source: 's', fitted, result: {} })
}

/** As the verb does: what comes out as it was is left out, and without a change nothing is recorded. */
const fit = (registry: Registry, value: number): void => {
  const view = registry.state().current.views.get('v')
  const changed = (view?.features ?? []).flatMap((it) =>
    it.fits.some((one) => one.value !== value) ? [{ ...it, fits: it.fits.map((one) => ({ ...one, value })) }] : [],
  )
  if (view && changed.length > 0) refit(registry, view, changed, null)
}

const checkKept = (before: State, now: State): void => {
  for (const [id, { status: _, fits, ...was }] of before.features) {
    const feature = now.features.get(id) ?? assert.fail(`version ${id} is gone`)
    const { status: __, fits: after, ...is } = feature
    assert.deepEqual(is, was)
    for (const [i, { value, ...call }] of fits.entries())
      assert.deepEqual(after[i], { ...call, value: value ?? after[i]?.value }, 'a number stays once it is there')
  }
  for (const [id, view] of before.views)
    assert.deepEqual(ids(now.views.get(id)?.features), ids(view.features), 'a view keeps its features')
  for (const [id, service] of before.services)
    assert.deepEqual(
      ids(now.services.get(id)?.members.map((it) => it.feature)),
      ids(service.members.map((it) => it.feature)),
    )
}

const ids = (features: readonly FeatureVersion[] | undefined): number[] => (features ?? []).map((it) => it.id).sort()

const checkCurrent = (state: State): void => {
  const view = state.current.views.get('v') ?? assert.fail('the view is current')
  for (const feature of view.features) {
    for (const use of feature.uses)
      assert.ok(
        view.features.some((it) => it.id === use.id),
        `${feature.name} is made of what is current`,
      )
    const later = [...state.features.values()].filter(
      (it) => it.name === feature.name && it.fingerprint === feature.fingerprint && it.id > feature.id,
    )
    assert.deepEqual(later, [], 'the latest fit is the current one')
  }
  for (const kind of ['a', 'b']) {
    const versions = [...state.features.values()].filter((it) => it.name === kind).map((it) => it.version)
    assert.deepEqual(
      versions,
      versions.map((_, i) => i + 1),
    )
  }
  const texts = state.declared.service.get('m')?.features
  const bare = Array.isArray(texts) ? texts.map(String).filter((it) => it.startsWith('v:')) : []
  const members = state.current.services.get('m')?.members ?? []
  for (const name of bare.includes('v:*') ? view.features.map((it) => it.name) : bare.map((it) => it.slice(2)))
    assert.ok(
      members.some((it) => it.feature.id === view.features.find((own) => own.name === name)?.id),
      `the service reads ${name} as it is now`,
    )
}

/** Pinned names are the same versions as bare ones until a fit. */
const pinnedBeforeAFit: Step[] = [
  { kind: 'apply', a: 'x - fit_min(x)', b: 'a * 2', service: ['v@1:*'] },
  { kind: 'fill', number: 1 },
  { kind: 'fit', number: 0 },
]

test('⚖ fits among applies', { timeout: 120_000 }, async () => {
  const analyses = new Map<string, Promise<Analysed>>()
  const analysed = (definitions: Definitions): Promise<Analysed> => {
    const key = JSON.stringify(definitions)
    const found = analyses.get(key) ?? workshop.analyse(definitions, columns)
    analyses.set(key, found)
    return found
  }
  let worlds = 0
  const first: Step = { kind: 'apply', a: 'x - fit_min(x)', b: 'a * 2', service: ['v:*'] }
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 10 }), async (steps) => {
      worlds += 1
      const registry = openRegistry({
        path: join(workshop.folder, `fits-${worlds}.db`),
        offline: workshop.folder,
        clock: fixedClock(BigInt(worlds)),
      })
      try {
        let definitions: Definitions = {}
        for (const it of [first, ...steps]) {
          const before = registry.state()
          if (it.kind === 'apply') {
            definitions = definitionsOf(it, before)
            apply(registry, await analysed(definitions))
          } else if (it.kind === 'fill') fill(registry, it.number)
          else fit(registry, it.number)
          checkKept(before, registry.state())
          checkCurrent(registry.state())
          assert.deepEqual(plan(registry, await analysed(definitions)).changes, [], 'nothing is left to apply')
        }
      } finally {
        registry.close()
      }
    }),
    { numRuns: 60, examples: [[pinnedBeforeAFit]] },
  )
})
