// What do keys make of the state? Pure: tables of keys, and what stands then.
import { deepEqual, equal, ok } from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Registered, RegistryRead } from '../../src/tui/data/registry.ts'
import { frame } from '../../src/tui/present/frame.ts'
import { painted, widthOfLine } from '../../src/tui/present/lines.ts'
import { themes } from '../../src/tui/present/theme.ts'
import { standing } from '../../src/tui/screens/screen.ts'
import { screenOf, tabScreens } from '../../src/tui/screens/screens.ts'
import { type Event, reduce } from '../../src/tui/state/reduce.ts'
import { currentPlace, type Effect, placeOf, type State, stateAtFirst } from '../../src/tui/state/state.ts'

const registered = (kind: 'view' | 'feature', reference: string): Registered => ({
  kind,
  reference,
  view: reference.split(':')[0] ?? '',
  name: reference.split(':')[1] ?? reference,
  version: 1,
  status: 'current',
  type: 'float64',
  entities: ['patient'],
  owner: reference.includes('b') ? 'ml' : 'shop',
  tags: [],
  description: '',
  expression: 'x',
  applied: 0n,
  source: 's',
  features: 3,
})

const all = [registered('view', 'v'), ...['a', 'b', 'c', 'bb', 'd'].map((name) => registered('feature', `v:${name}`))]
const read: RegistryRead = {
  all,
  views: all.slice(0, 1),
  features: 5,
  services: [],
  runs: [],
  entities: [{ name: 'patient', keys: ['patient_id string'], views: ['v'] }],
  sources: new Map(),
  ofView: new Map(),
  ingested: new Map(),
  last: [],
}

const first = (readonly: string | null = null): State => {
  const state = stateAtFirst({
    project: 'p',
    now: 1_000_000n,
    size: { columns: 80, rows: 24 },
    tabs: tabScreens,
    place: placeOf('registry'),
    readonly,
  })
  return reduce(state, { does: 'answered', kind: 'registry', id: '', value: read, error: null, at: 0n }).state
}

const after = (keys: string, from: State = first()): { readonly state: State; readonly effects: readonly Effect[] } => {
  let state = from
  const effects: Effect[] = []
  for (const key of keys.split(' ').filter((it) => it !== '')) {
    const event: Event = { does: 'key', key }
    const step = reduce(state, event)
    state = step.state
    effects.push(...step.effects)
  }
  return { state, effects }
}

const selected = (state: State): string => {
  const place = currentPlace(state)
  const list = screenOf(place.screen).listing(state, place)
  return list === null ? '' : standing(state, place, list).id
}

describe('moving', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['', 'v'],
    ['j', 'v:a'],
    ['down down', 'v:b'],
    ['j k', 'v'],
    ['k', 'v'],
    ['G', 'v:d'],
    ['G j', 'v:d'],
    ['G g', 'v'],
    ['ctrl-d', 'v:d'],
    ['G ctrl-u', 'v'],
    ['s', 'v'],
    ['j j S', 'v:b'],
  ]
  for (const [keys, wanted] of cases)
    it(`${keys || 'nothing'} → ${wanted}`, () => equal(selected(after(keys).state), wanted))
})

describe('filtering', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['/ b enter', 'v:b'],
    ['/ b enter j', 'v:bb'],
    ['/ o w n e r : m l enter G', 'v:bb'],
    ['/ b b backspace enter', 'v:b'],
    ['/ b esc', 'v'],
    ['/ b enter esc', 'v'],
    ['/ z z z enter', ''],
    ['/ z z z enter j', ''],
    ['/ a ctrl-u b b enter', 'v:bb'],
  ]
  for (const [keys, wanted] of cases)
    it(`${keys} → ${wanted || 'nothing'}`, () => equal(selected(after(keys).state), wanted))
  it('a pasted line goes into what is typed, without its controls', () => {
    const { state } = reduce(after('/').state, { does: 'paste', text: 'b\nb\x1b[A' })
    equal(state.entry?.text, 'b b [A')
  })
  it('and does nothing where nothing is typed', () => {
    const before = first()
    equal(reduce(before, { does: 'paste', text: 'qqq' }).state, before)
  })
})

describe('from screen to screen', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['j enter', 'registry > feature v:a'],
    ['j enter esc', 'registry'],
    ['j enter q', 'registry'],
    ['j d', 'registry > diff v:a'],
    ['3', 'runs'],
    ['j enter 3', 'runs'],
    ['2 1', 'registry'],
    ['6 p 0 4 2 enter', 'lookup'],
    ['6 q', 'lookup'],
    ['v', 'registry views'],
    ['v v', 'registry'],
    ['j l', 'registry > lookup'],
    [': v : b b enter', 'registry > feature v:bb'],
    [': R u n s enter', 'runs'],
    [': esc', 'registry'],
  ]
  for (const [keys, wanted] of cases)
    it(`${keys} → ${wanted}`, () => {
      const { stack } = after(keys).state
      equal(stack.map(({ screen, of }) => `${screen} ${of}`.trim()).join(' > '), wanted)
    })
})

describe('what is asked of the world', () => {
  const cases: readonly (readonly [string, readonly Effect[]])[] = [
    ['q', [{ does: 'quit' }]],
    ['ctrl-c', [{ does: 'quit' }]],
    ['/ ctrl-c', [{ does: 'quit' }]],
    ['ctrl-z', [{ does: 'suspend' }]],
    ['ctrl-l', [{ does: 'redraw' }]],
    ['r', [{ does: 'refresh' }]],
    ['j y', [{ does: 'copy', text: 'v:a', what: 'value' }]],
    ['j Y', [{ does: 'copy', text: 'pintail show v:a', what: 'command' }]],
    ['j m y', [{ does: 'materialize', view: 'v' }]],
    ['j m n', []],
    ['? j ? q', [{ does: 'quit' }]],
  ]
  for (const [keys, wanted] of cases) it(keys, () => deepEqual(after(keys).effects, wanted))
  it('x writes the table as it is filtered', () => {
    const { effects } = after('/ b b enter x enter')
    equal(effects[0]?.does === 'export' && effects[0].file, 'registry.csv')
    ok(effects[0]?.does === 'export' && effects[0].text.split('\n').length === 3)
  })
  it('an action that is off says why and asks nothing', () => {
    const { state, effects } = after('m y', first('the project is only read'))
    deepEqual(
      effects.filter(({ does }) => does === 'materialize'),
      [],
    )
    ok(state.entry === null)
    equal(
      after('m', first('the project is only read')).state.notice?.text,
      'materialize is off: the project is only read',
    )
  })
})

describe('looking up', () => {
  const at = (keys: string) => after(keys).state.looked
  it('takes the key that is typed', () => deepEqual(at('6 p 1 enter'), { key: 'p1', at: null }))
  it('goes back to an instant', () => equal(at('6 p 1 enter t 1 9 7 0 - 0 1 - 0 2 enter').at, 86_400_000_000n))
  it('or by a length of time', () => equal(at('6 p 1 enter t 1 s enter').at, 0n))
  it('and to now', () => equal(at('6 p 1 enter t 1 s enter n').at, null))
  it('what is no instant changes nothing', () => {
    const { state } = after('6 p 1 enter t x enter')
    deepEqual([state.looked.at, state.notice?.tone], [null, 'warn'])
  })
})

describe('an answer', () => {
  it('that fails leaves the last one, with its age', () => {
    const { state } = reduce(first(), {
      does: 'answered',
      kind: 'registry',
      id: '',
      value: null,
      error: 'locked',
      at: 9n,
    })
    deepEqual(
      [state.answers.registry['']?.value === read, state.answers.registry['']?.at, state.answers.registry['']?.error],
      [true, 0n, 'locked'],
    )
  })
  it('with more rows leaves the selection where it was', () => {
    const { state } = after('j j')
    const more = { ...read, all: [...all.slice(0, 1), registered('feature', 'v:0'), ...all.slice(1)] }
    equal(
      selected(reduce(state, { does: 'answered', kind: 'registry', id: '', value: more, error: null, at: 1n }).state),
      'v:b',
    )
  })
})

it('the frame has the size of the terminal, whatever that is', () => {
  for (const [columns, rows] of [
    [20, 5],
    [1, 1],
    [59, 15],
    [60, 14],
    [60, 15],
    [80, 24],
    [100, 30],
    [160, 50],
    [300, 100],
  ] as const)
    for (const keys of ['', 'j enter', '?', ':', '/ b', '6', '3', '2', '4', '5', 'j d', 'm']) {
      const { state } = reduce(after(keys).state, { does: 'size', columns, rows })
      const lines = frame(state, themes.plain)
      deepEqual([lines.length, ...new Set(lines.map(widthOfLine))], [rows, columns], `${columns}x${rows} ${keys}`)
    }
})

it('names that are meant to break the screen do not', () => {
  const names = [
    'v:\x1b[2J',
    'v:a\nb',
    'v:中文字漢字仮名交じり文',
    'v:שלום עולם',
    'v:👨‍👩‍👧‍👦🇩🇪',
    `v:${'e\u0301\u0302\u0303'.repeat(30)}`,
    'v:\u202eabc',
    'v:\ud800',
  ]
  const hostile = { ...read, all: names.map((name) => registered('feature', name)) }
  const { state } = reduce(first(), { does: 'answered', kind: 'registry', id: '', value: hostile, error: null, at: 0n })
  for (const theme of [themes.plain, themes.ascii]) {
    const lines = frame(state, theme)
    deepEqual(new Set(lines.map(widthOfLine)), new Set([80]))
    ok(lines.every((it) => !/[\p{Cc}\u202a-\u202e]/u.test(painted(it, theme))))
  }
})
