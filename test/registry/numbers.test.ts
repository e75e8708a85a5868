// Which fitted numbers does a version have: its own, those it keeps, those it takes over?
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { State } from '../../src/core/state.ts'
import { columnOf } from '../../src/core/versions.ts'
import { freeze } from '../support/fitted.ts'
import {
  definitionsOf,
  edited,
  type Heart,
  heart,
  heartColumns,
  withFeature,
  without,
  withView,
} from '../support/heart.ts'
import { openWorkshop, type Workshop } from '../support/workshop.ts'

const run = async (work: (workshop: Workshop) => Promise<void>): Promise<void> => {
  const workshop = await openWorkshop()
  try {
    await work(workshop)
  } finally {
    workshop.close()
  }
}

describe('fitted numbers', () => {
  const frozen = (state: State): Record<string, number | null> =>
    Object.fromEntries(
      [...state.features.values()].flatMap((it) => it.fits.map((fit) => [`${columnOf(it)} ${fit.call}`, fit.value])),
    )

  const fill = ({ registry }: Workshop, value: number): void => freeze(registry, value)

  test('are frozen: what is written later does not change them', () =>
    run(async (workshop) => {
      await workshop.apply(definitionsOf(heart()), heartColumns)
      assert.equal(frozen(workshop.registry.state())['age_normalized@1 fit_min(age)'], null)
      fill(workshop, 1.5)
      fill(workshop, 99)
      assert.equal(frozen(workshop.registry.state())['age_normalized@1 fit_min(age)'], 1.5)
    }))

  const kept: readonly (readonly [string, (it: Heart) => Heart, string, number | null])[] = [
    [
      'a changed feature keeps those of calls that did not change',
      withFeature('age_normalized', '(age - fit_min(age)) / fit_stddev(age)'),
      'age_normalized@2 fit_min(age)',
      1.5,
    ],
    [
      'and fits the new ones',
      withFeature('age_normalized', '(age - fit_min(age)) / fit_stddev(age)'),
      'age_normalized@2 fit_stddev(age)',
      null,
    ],
    [
      'another feature of the view takes the same number',
      withFeature('x', 'age - fit_min( AGE )'),
      'x@1 fit_min(age)',
      1.5,
    ],
    [
      'another share is another number',
      withFeature('heavy', { sql: 'weight > fit_quantile(weight, 0.95)', type: 'int32' }),
      'heavy@2 fit_quantile(weight, 0.95)',
      null,
    ],
    ['other rows are fitted anew', withView({ where: 'chol > 0' }), 'age_normalized@2 fit_min(age)', null],
    ['ttl changes no number', withView({ ttl: '1d' }), 'age_normalized@1 fit_min(age)', 1.5],
  ]
  for (const [name, edit, call, expected] of kept) {
    test(name, () =>
      run(async (workshop) => {
        await workshop.apply(definitionsOf(heart()), heartColumns)
        fill(workshop, 1.5)
        await workshop.apply(edited(edit), heartColumns)
        assert.equal(frozen(workshop.registry.state())[call], expected)
      }),
    )
  }

  test('a number over a feature is fitted anew when the feature means something else', () =>
    run(async (workshop) => {
      const over = (base: string) =>
        edited((it) => withFeature('y', 'base - fit_min(base)')(withFeature('base', base)(it)))
      await workshop.apply(over('age'), heartColumns)
      fill(workshop, 1.5)
      await workshop.apply(over('age * 2'), heartColumns)
      assert.equal(frozen(workshop.registry.state())['y@2 fit_min(base)'], null)
    }))

  test('come back with a version that comes back', () =>
    run(async (workshop) => {
      await workshop.apply(definitionsOf(heart()), heartColumns)
      fill(workshop, 1.5)
      await workshop.apply(
        edited((it) => ({ ...without('age_normalized')(without('score')(it)), services: {} })),
        heartColumns,
      )
      await workshop.apply(definitionsOf(heart()), heartColumns)
      assert.equal(frozen(workshop.registry.state())['age_normalized@1 fit_min(age)'], 1.5)
    }))
})
