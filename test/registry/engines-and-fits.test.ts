// What was fitted before another DuckDB, or another Pintail, came: does a feature that changes later keep it?
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { State } from '../../src/core/state.ts'
import { columnOf } from '../../src/core/versions.ts'
import type { Registry } from '../../src/registry/registry.ts'
import { runs } from '../../src/registry/runs.ts'
import { behaviourColumns, behaviourEdited, withBehaviour } from '../support/behaviour.ts'
import { freeze } from '../support/fitted.ts'
import { edited, type Heart, heartColumns, withColumn, withFeature } from '../support/heart.ts'
import { type Definitions, openWorkshop, type Workshop } from '../support/workshop.ts'

const run = async (work: (workshop: Workshop) => Promise<void>): Promise<void> => {
  const workshop = await openWorkshop()
  try {
    await work(workshop)
  } finally {
    workshop.close()
  }
}

/** Arguments of every make, in a feature that `more` changes without touching them. */
const fitted = (more = ''): Definitions =>
  edited((it: Heart) =>
    Object.entries({
      of_column: 'chol - fit_min(chol)',
      of_quoted: `"Blood Group" = 'A' AND fit_mean(CASE WHEN "Blood Group" = 'A' THEN 1 ELSE 0 END) > 0`,
      of_json: 'pulse / fit_max(pulse)',
      of_derived: 'fit_mean(length(shout)) + chol',
      of_feature: 'base - fit_min(base + age)',
      of_fields: 'fit_max(base.abs() + age)',
      of_lambda: 'fit_max(list_sum(list_transform([age, chol], x -> x + 1)))',
      of_doubles: 'fit_quantile(weight * 1e3 + 2.5, 0.9)',
      of_fits: 'fit_max(abs(weight - fit_mean(weight)))',
    }).reduce(
      (heart, [name, sql]) => withFeature(name, { sql: `(${sql}) IS NULL${more}` })(heart),
      withFeature('base', 'age * 2')(withColumn('beat', { sql: 'pulse * 2' })(it)),
    ),
  )

const numbersOf = (state: State): Record<string, number | null> =>
  Object.fromEntries(
    [...state.features.values()].flatMap((it) =>
      it.status === 'current' ? it.fits.map((fit) => [`${columnOf(it)} ${fit.call}`, fit.value] as const) : [],
    ),
  )

const withOldIdentities = (registry: Registry): void => {
  for (const column of ['fits', 'definition'])
    registry.database.exec(
      `UPDATE feature_versions SET ${column} = replace(${column}, '"identity":"', '"identity":"old ')`,
    )
}

/** As if all of it had been recorded by an engine with other trees. */
const byAnother = (registry: Registry): void => {
  registry.write(() => {
    registry.database.exec(`UPDATE runs SET detail = json_replace(detail, '$.engine', 'v0.0.1')`)
    for (const table of ['row_sets', 'feature_versions', 'view_versions', 'service_versions'])
      registry.database.exec(`UPDATE ${table} SET fingerprint = 'old ' || fingerprint`)
    withOldIdentities(registry)
  })
}

/** As an earlier Pintail left it after another DuckDB: fingerprints are of this one, identities of the one before. */
const byEarlier = (registry: Registry): void => {
  registry.write(() => {
    registry.database.exec(`UPDATE runs SET detail = json_remove(detail, '$.restates')`)
    withOldIdentities(registry)
  })
}

const keepsNumbers = async (workshop: Workshop): Promise<void> => {
  await workshop.apply(fitted(' OR age > 1'), heartColumns)
  const numbers = numbersOf(workshop.registry.state())
  assert.equal(Object.keys(numbers).filter((it) => /^of_.*@2/.test(it)).length, 10)
  assert.deepEqual(
    Object.entries(numbers).filter(([, value]) => value !== 1.5),
    [],
  )
}

const comings = { 'another DuckDB': byAnother, 'this Pintail after an earlier one': byEarlier }
for (const [who, comes] of Object.entries(comings))
  describe(who, () => {
    test('keeps the numbers of what changes with it', () =>
      run(async (workshop) => {
        await workshop.apply(fitted(), heartColumns)
        freeze(workshop.registry, 1.5)
        comes(workshop.registry)
        await keepsNumbers(workshop)
      }))

    test('keeps the numbers of what changes after it, and puts what they are known by on record once', () =>
      run(async (workshop) => {
        await workshop.apply(fitted(), heartColumns)
        freeze(workshop.registry, 1.5)
        const before = workshop.registry.state()
        comes(workshop.registry)
        assert.deepEqual((await workshop.apply(fitted(), heartColumns)).changes, [])
        assert.deepEqual(workshop.registry.state(), before)
        const known = runs(workshop.registry).length
        await workshop.apply(fitted(), heartColumns)
        assert.equal(runs(workshop.registry).length, known)
        await keepsNumbers(workshop)
      }))

    test('keeps the categories of what changes after it', () => run((workshop) => keepsCategories(workshop, comes)))
  })

const keepsCategories = async (workshop: Workshop, comes: (registry: Registry) => void): Promise<void> => {
  const define = async (closed: string): Promise<State> => {
    const counted = { aggregate: 'count', of: 'text', by: 'text', values: { top: 3 }, closed }
    const { services: _, ...definitions } = behaviourEdited(withBehaviour('clicked', counted))
    await workshop.apply(definitions, behaviourColumns)
    return workshop.registry.state()
  }
  await define('right')
  freeze(workshop.registry, 1.5, words)
  const before = workshop.registry.state()
  comes(workshop.registry)
  assert.deepEqual(await define('right'), before)
  const clicked = (await define('left')).current.views.get('behaviour')?.features.find((it) => it.name === 'clicked')
  assert.equal(clicked?.version, 2)
  assert.deepEqual(clicked?.aggregate?.categories?.vocabulary, words)
}

const words = ['Cart', 'a\u0000b', '"identity":""']

test('another DuckDB fits anew what means something else', () =>
  run(async (workshop) => {
    const over = (base: string): Definitions =>
      edited((it) => withFeature('y', 'base - fit_min(base)')(withFeature('base', base)(it)))
    await workshop.apply(over('age'), heartColumns)
    freeze(workshop.registry, 1.5)
    byAnother(workshop.registry)
    await workshop.apply(over('age * 2'), heartColumns)
    assert.equal(numbersOf(workshop.registry.state())['y@2 fit_min(base)'], null)
  }))
