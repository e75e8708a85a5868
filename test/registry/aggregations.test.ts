// What does the registry keep of aggregations: their inputs, which live as long as something is made of them, and
// vocabularies, which freeze?
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { isInput, type State } from '../../src/core/state.ts'
import { columnOf, type FeatureVersion, type Status } from '../../src/core/versions.ts'
import { commitIngest } from '../../src/registry/commit.ts'
import { list, show } from '../../src/registry/listing.ts'
import { beginRun } from '../../src/registry/runs.ts'
import {
  type Behaviour,
  behaviour,
  behaviourColumns,
  behaviourEdited,
  behaviourOf,
  withBehaviour,
} from '../support/behaviour.ts'
import { type Definitions, openWorkshop, problemsOf, type Workshop } from '../support/workshop.ts'

interface Trial extends Workshop {
  define(definitions: Definitions): Promise<void>
  edit(edit: (it: Behaviour) => Behaviour): Promise<void>
  /** As an ingest does, with this vocabulary wherever one is open. */
  fill(vocabulary: readonly string[]): void
}

const trying = async (work: (trial: Trial) => Promise<void>): Promise<void> => {
  const workshop = await openWorkshop()
  const define = async (definitions: Definitions): Promise<void> => {
    await workshop.apply(definitions, behaviourColumns)
  }
  try {
    await work({
      ...workshop,
      define,
      edit: (edit) => define(behaviourEdited(edit)),
      fill: (vocabulary) => freeze(workshop, vocabulary),
    })
  } finally {
    workshop.close()
  }
}

const freeze = ({ registry }: Workshop, vocabulary: readonly string[]): void => {
  const fitted = [...registry.state().features.values()].map((it) => withVocabulary(it, vocabulary))
  const run = beginRun(registry, 'ingest', 'events')
  const nothing = { files: [], landed: [], segments: [], groups: [], hidden: [], computed: [] }
  commitIngest(registry, { ...nothing, run, source: 'events', fitted, result: {} })
}

const withVocabulary = (feature: FeatureVersion, vocabulary: readonly string[]): FeatureVersion => {
  const { aggregate } = feature
  if (!aggregate?.categories) return feature
  return { ...feature, aggregate: { ...aggregate, categories: { ...aggregate.categories, vocabulary } } }
}

const only = (features: Record<string, unknown>, services: Behaviour['services'] = {}): Definitions =>
  behaviourEdited((it) => ({ ...it, features, services }))

const inputs = ({ features }: State): Record<string, Status> =>
  Object.fromEntries(
    [...features.values()]
      .filter(isInput)
      .map((it) => [it.expression.replaceAll(/\s+/g, ' ').replaceAll('"', ''), it.status]),
  )

const vocabularies = ({ features }: State): Record<string, readonly string[] | null> =>
  Object.fromEntries(
    [...features.values()].flatMap((it) =>
      it.aggregate?.categories ? [[columnOf(it), it.aggregate.categories.vocabulary]] : [],
    ),
  )

const sum = { aggregate: 'sum', of: 'revenue', window: '7d' }
const mean = { aggregate: 'mean', of: 'revenue', window: '1d' }
const clicks = { aggregate: 'count', where: "type = 'click'" }
const click = "CASE WHEN ( type = 'click' ) THEN true END"

describe('inputs', () => {
  test('are kept once each, before what uses them, and told nowhere', () =>
    trying(async ({ define, registry }) => {
      await define(behaviourOf(behaviour()))
      const versions = [...registry.state().features.values()]
      assert.equal(versions.filter(isInput).length, 6)
      assert.ok(versions.every((it) => it.uses.every(({ id }) => id < it.id)))
      assert.ok(versions.filter(isInput).every((it) => it.version === 1 && it.status === 'current'))
      const view = registry.state().current.views.get('behaviour')
      assert.ok(view?.features.every((it) => !isInput(it)))
      const shown = ['behaviour', 'behaviour:spend', 'behaviour:rate', 'buyers'].map((it) => show(registry, it))
      const listed = (['views', 'features', 'services'] as const).map((what) => list(registry, { what }))
      assert.doesNotMatch(JSON.stringify([shown, listed]), /#/)
    }))

  const lives: readonly (readonly [what: string, steps: readonly Definitions[], expected: Record<string, Status>])[] = [
    ['what two are made of', [only({ sum, mean })], { revenue: 'current' }],
    ['what one is still made of', [only({ sum, mean }), only({ mean })], { revenue: 'current' }],
    ['what nothing is made of', [only({ sum, clicks }), only({ clicks })], { revenue: 'retired', [click]: 'current' }],
    ['what comes back', [only({ sum }), only({ clicks }), only({ sum })], { revenue: 'current', [click]: 'retired' }],
    [
      'what a service version reads',
      [
        only({ sum, clicks }, { s: { features: ['behaviour:sum'] } }),
        only({ clicks }, { s: { features: ['behaviour:clicks'] } }),
      ],
      { revenue: 'pinned', [click]: 'current' },
    ],
    [
      'what a formula is made of that a service version reads',
      [
        only({ sum, mean, f: 'sum / mean', clicks }, { s: { features: ['behaviour:f'] } }),
        only({ clicks }, { s: { features: ['behaviour:clicks'] } }),
      ],
      { revenue: 'pinned', [click]: 'current' },
    ],
    ['of a view that is gone', [only({ sum }), {}], { revenue: 'retired' }],
  ]
  for (const [what, steps, expected] of lives)
    test(`live as long as they are used: ${what}`, () =>
      trying(async ({ define, registry }) => {
        for (const step of steps) await define(step)
        assert.deepEqual(inputs(registry.state()), expected)
      }))

  test('an input below the time since the previous event lives with it', () =>
    trying(async ({ edit, registry }) => {
      const gap = { aggregate: 'max', of: 'CASE WHEN revenue > 1 THEN gap END', window: '7d' }
      const source = { ...behaviour().source, columns: { gap: { since_previous: true } } }
      await edit((it) => ({ ...it, source, features: { gap }, services: {} }))
      const kinds = [...registry.state().features.values()].map((it) => `${it.kind} ${it.status}`)
      assert.deepEqual(kinds, ['input current', 'late current', 'aggregate current'])
    }))

  test('another DuckDB, which prints other trees and so names inputs otherwise, makes no versions', () =>
    trying(async ({ define, plan, registry }) => {
      await define(behaviourOf(behaviour()))
      registry.write(() => {
        registry.database.exec(`
          UPDATE runs SET detail = '{"engine":"v0.0.1"}';
          UPDATE feature_versions SET feature = '#0' || substr(feature, 2) WHERE feature LIKE '#%';
          UPDATE feature_versions SET definition = replace(definition, '"#', '"#0');`)
        for (const table of ['row_sets', 'feature_versions', 'view_versions', 'service_versions'])
          registry.database.exec(`UPDATE ${table} SET fingerprint = 'old ' || fingerprint`)
      })
      const before = [...registry.state().features.keys()]
      assert.deepEqual((await plan(behaviourOf(behaviour()), behaviourColumns)).changes, [])
      await define(behaviourEdited(withBehaviour('more', { aggregate: 'max', of: 'revenue', window: '1d' })))
      const added = [...registry.state().features.values()].filter((it) => !before.includes(it.id))
      assert.deepEqual(
        added.map((it) => it.name),
        ['more'],
        'over the input there was',
      )
    }))
})

describe('vocabularies', () => {
  test('are frozen, and those that were listed are known at once', () =>
    trying(async ({ define, fill, registry }) => {
      await define(behaviourOf(behaviour()))
      const listed = { 'visited@1': ['/', '/blog', 'a:b'] }
      assert.deepEqual(vocabularies(registry.state()), {
        'clicked@1': null,
        'clicked_binary@1': null,
        'device@1': null,
        ...listed,
      })
      fill(['Cart', 'Buy'])
      fill(['else'])
      const fitted = ['Cart', 'Buy']
      assert.deepEqual(vocabularies(registry.state()), {
        'clicked@1': fitted,
        'clicked_binary@1': fitted,
        'device@1': fitted,
        ...listed,
      })
    }))

  const kept: readonly (readonly [string, Record<string, unknown>, string, readonly string[] | null])[] = [
    ['another window keeps it', { by: 'text', window: '7d', values: { top: 3 } }, 'clicked@2', ['Cart']],
    ['another default keeps it', { by: 'text', values: { top: 3 }, default: 7 }, 'clicked@2', ['Cart']],
    ['another number of categories is fitted anew', { by: 'text', values: { top: 4 } }, 'clicked@2', null],
    ['categories of something else are fitted anew', { by: 'page', values: { top: 3 } }, 'clicked@2', null],
  ]
  for (const [what, definition, version, expected] of kept)
    test(what, () =>
      trying(async ({ define, edit, fill, registry }) => {
        await define(behaviourEdited((it) => ({ ...withBehaviour('clicked', counted())(it), services: {} })))
        fill(['Cart'])
        await edit((it) => ({ ...withBehaviour('clicked', { aggregate: 'count', ...definition })(it), services: {} }))
        assert.deepEqual(vocabularies(registry.state())[version], expected)
      }),
    )

  test('another feature over the same categories takes the same', () =>
    trying(async ({ define, edit, fill, registry }) => {
      await define(behaviourOf(behaviour()))
      fill(['Cart'])
      await edit(withBehaviour('spent', { aggregate: 'sum', of: 'revenue', by: 'text', values: { top: 3 } }))
      assert.deepEqual(vocabularies(registry.state())['spent@1'], ['Cart'])
    }))

  test('a service that names a category that is none is told of it once it is known', () =>
    trying(async ({ analyse, define, fill, plan }) => {
      const naming = (reference: string): Definitions =>
        behaviourEdited((it) => ({ ...it, services: { s: { features: ['behaviour:spend', reference] } } }))
      await define(naming('behaviour:clicked:Kart'))
      fill(['Cart'])
      assert.ok(await analyse(naming('behaviour:clicked:Kart'), behaviourColumns))
      const cases: readonly (readonly [string, RegExp, RegExp])[] = [
        [
          'behaviour:clicked:Kart',
          /behaviour:clicked has no category "Kart"/,
          /did you mean "Cart".*pintail show behaviour:clicked/,
        ],
        ['behaviour:visited:/blok', /has no category "\/blok"/, /"\/blog"/],
        ['behaviour@1:clicked:Kart', /behaviour@1:clicked has no category "Kart"/, /"Cart"/],
      ]
      for (const [reference, message, fix] of cases) {
        const [problem] = await problemsOf(() => plan(naming(reference), behaviourColumns))
        assert.equal(problem?.code, 'unknown_feature')
        assert.equal(problem?.at?.file, 'services.s.features.1')
        assert.match(problem?.message ?? '', message)
        assert.match(problem?.fix ?? '', fix)
      }
      for (const known of ['behaviour:clicked:Cart', 'behaviour:clicked:__other__', 'behaviour:visited:a:b'])
        assert.ok((await plan(naming(known), behaviourColumns)).changes.length > 0)
    }))
})

const counted = (): object => ({ aggregate: 'count', by: 'text', values: { top: 3 } })
