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
  view: 'cardiac',
  name,
  readBy: [],
  past: null,
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
  it('who is the same by chance says so, and what history has', () => {
    const last = ['down', 'down', 'down', 'down', 'down'].reduce(
      (state, key) => reduce(state, { does: 'key', key }).state,
      read(80, 24),
    )
    match(textOf(last), /same by chance: history answers by another row[\s\S]*mend it {2}pintail materialize cardiac/)
    match(textOf(last), /^> sum .* by chance /m)
  })

  const shown = (features: readonly LookedUpFeature[], at: bigint | null = null): string => {
    const state = { ...asked(100, 30), looked: { key: 'p042', at } }
    const id = lookUpId(state) ?? ''
    const value = { features, notes: [], isUnknown: false }
    return textOf(reduce(state, { does: 'answered', kind: 'lookup', id, value, error: null, at: now }).state)
  }
  const good: LookedUpFeature = { ...feature('age', 2), time: now - 40n * hour }
  it('all that is the same is ok', () => {
    match(shown([good]), /^ok 1 feature: production sees what history says {3}read just now$/m)
    match(shown([good]), /^ok production and history say the same$/m)
  })
  it('of another instant history is told beside history, and production beside history as it is now', () => {
    const at = now - 100n * hour
    const row = { eventTime: at - hour, created: null, run: 1 }
    const text = shown([{ ...good, past: { at, value: '0.25', isSame: false, row } }], at)
    match(text, /history as of \S+ \S+ UTC; production as of now/)
    match(text, /^then {2}1 of 1 feature had another value in history {3}4 days ago$/m)
    match(text, /^now {3}ok 1 feature: production sees what history says now/m)
    match(text, /^> age +0\.5 .* same +0\.25 /m)
    match(text, /^then +0\.25, by the row of /m)
    const behind = { ...feature('risk', 3), past: { at, value: '1', isSame: true, row } }
    match(shown([behind], at), /^then {2}history says the same of 1 feature as now/m)
    match(shown([behind], at), /^now {3}WARN 1 of 1 feature differs: 1 newer in history/m)
  })
  it('a value without a row says why it is one', () => {
    const counted: LookedUpFeature = { ...good, online: '0', status: 'NOT_FOUND', time: null, isAggregated: true }
    match(shown([counted]), /^> age +0 {2}not found: no events/m)
    match(shown([counted]), /^online +0, not found: what a key without events has$/m)
    match(shown([{ ...counted, known: null }]), /^> age +0 {2}MISSING: no events .* by chance {2}not materialized/m)
    match(shown([{ ...counted, known: null }]), /^WARN 1 feature: none differs, 1 same by chance/m)
    match(shown([{ ...counted, isAggregated: false }]), /^online +0, not found: the default of its definition$/m)
  })
  it('an earlier version that a service reads stands beneath its feature', () => {
    const missing: LookedUpFeature = {
      ...feature('age', 3),
      version: 2,
      known: null,
      online: null,
      status: 'NOT_FOUND',
    }
    const earlier: LookedUpFeature = { ...good, reference: 'cardiac@1:age', name: 'age@1', readBy: ['heart@1'] }
    const text = shown([missing, earlier])
    match(text, /^> age +null {2}MISSING[\s\S]*^ {2}age@1 +0\.5 {2}present/m)
    match(text, /^why .*heart@1 still reads version\s+1, which answers 0\.5\.$/m)
    match(text, /^WARN 1 of 2 answers differs: 1 not materialized yet/m)
  })
  it('l from a feature looks at that feature', () => {
    const state = reduce(
      { ...asked(80, 24), stack: [placeOf('feature', 'cardiac:score')] },
      { does: 'key', key: 'l' },
    ).state
    const id = lookUpId(state) ?? ''
    const value = { features: ['age', 'risk', 'score'].map((name) => feature(name, 3)), notes: [], isUnknown: false }
    const answered = reduce(state, { does: 'answered', kind: 'lookup', id, value, error: null, at: now }).state
    match(textOf(answered), /^> score /m)
  })
})
