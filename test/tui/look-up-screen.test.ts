// Does look up say why first, at every size, and copy nothing before it was read?
import { deepEqual, equal, match, ok } from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { LookedUpFeature } from '../../src/tui/data/look-up.ts'
import { frame } from '../../src/tui/present/frame.ts'
import { painted } from '../../src/tui/present/lines.ts'
import { themes } from '../../src/tui/present/theme.ts'
import { lookUpId } from '../../src/tui/screens/look-up.ts'
import { tabScreens } from '../../src/tui/screens/screens.ts'
import { reduce } from '../../src/tui/state/reduce.ts'
import { placeOf, type State, stateAtFirst } from '../../src/tui/state/state.ts'
import { hour, now, registered, registryOf } from './registered.ts'

const feature = (name: string, run: number): LookedUpFeature => ({
  reference: `cardiac:${name}`,
  type: 'float64',
  online: '0.5',
  status: 'PRESENT',
  time: now - 50n * hour,
  offline: run > 2 ? '1' : '0.5',
  at: now,
  agreement: run > 2 ? 'differs' : 'same',
  version: 1,
  applied: now - 90n * hour,
  isAggregated: false,
  known: { until: now - 10n * hour, lastRun: 2 },
  row: { eventTime: now - 40n * hour, created: now - 39n * hour, run },
  newest: now - 40n * hour,
})

const asked = (columns: number, rows: number): State => {
  const registry = {
    ...registryOf([registered('cardiac')]),
    entities: [{ name: 'patient', keys: ['patient_id string'], views: ['cardiac'] }],
  }
  const state = stateAtFirst({
    project: 'p',
    now,
    size: { columns, rows },
    tabs: tabScreens,
    place: placeOf('lookup', 'p042'),
    readonly: null,
  })
  return reduce(state, { does: 'answered', kind: 'registry', id: '', value: registry, error: null, at: now }).state
}

const read = (columns: number, rows: number): State => {
  const state = asked(columns, rows)
  const features = ['age', 'risk', 'score', 'ratio', 'depth', 'sum'].map((name, at) => feature(name, at === 5 ? 2 : 3))
  const value = { features, notes: [], isUnknown: false }
  const id = lookUpId(state) ?? ''
  return reduce(state, { does: 'answered', kind: 'lookup', id, value, error: null, at: now }).state
}

const textOf = (state: State): string =>
  frame(state, themes.plain)
    .map((it) => painted(it, themes.plain))
    .join('\n')

describe('look up', () => {
  for (const key of ['y', 'Y'])
    it(`${key} before it was read copies nothing and says so`, () => {
      const { state, effects } = reduce(asked(100, 30), { does: 'key', key })
      deepEqual(effects, [])
      match(state.notice?.text ?? '', /is still being read/)
    })
  it('Y after it was read copies the command of the feature', () => {
    const [effect] = reduce(read(100, 30), { does: 'key', key: 'Y' }).effects
    ok(effect?.does === 'copy')
    equal(effect.text, 'pintail online --entity patient_id=p042 --features cardiac:age')
  })

  for (const [columns, rows] of [
    [60, 15],
    [80, 24],
    [100, 30],
    [160, 50],
  ] as const)
    it(`at ${columns}x${rows} it says why, and what mends it`, () => {
      const text = textOf(read(columns, rows))
      match(text, /^why {6}History has a newer row/m)
      match(text, /^mend it {2}pintail materialize cardiac$/m)
      match(text, /^> age +0\.5 .*DIFFERS/m)
      ok(!text.includes('more line'), text)
      equal(text.split('\n').length, rows)
    })
  it('where there is room both sides stand beside each other, and why the others differ', () => {
    const text = textOf(read(160, 50))
    match(text, /online {2}0\.5 +│ offline {2}1/)
    match(text, /the others that differ[\s\S]*differ {3}risk, score, ratio, depth\n/)
  })
  it('who is the same says so', () => {
    const last = ['down', 'down', 'down', 'down', 'down'].reduce(
      (state, key) => reduce(state, { does: 'key', key }).state,
      read(80, 24),
    )
    match(textOf(last), /ok production and history say the same/)
  })
})
