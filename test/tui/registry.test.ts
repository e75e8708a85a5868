// The registry screen: words for health, what a filter finds, who gets how much room, and names that wish us ill.
import { deepEqual, doesNotMatch, equal, match, ok } from 'node:assert/strict'
import { describe, it } from 'node:test'
import { stripVTControlCharacters } from 'node:util'
import { formatInstant } from '../../src/core/instants.ts'
import type { Coverage } from '../../src/core/watching.ts'
import { freshAt } from '../../src/tui/data/health.ts'
import { frame } from '../../src/tui/present/frame.ts'
import { freshWord } from '../../src/tui/present/fresh.ts'
import { painted, widthOfLine } from '../../src/tui/present/lines.ts'
import { themes } from '../../src/tui/present/theme.ts'
import { quotedValue } from '../../src/tui/present/values.ts'
import { previewHeight, registryScreen } from '../../src/tui/screens/registry.ts'
import { checksWord, coveredShare } from '../../src/tui/screens/registry-columns.ts'
import { standing } from '../../src/tui/screens/screen.ts'
import { currentPlace, type State } from '../../src/tui/state/state.ts'
import { answered, freshnessOf, healthOf, hour, now, registered, registryOf, stateOf } from './registered.ts'

const { plain, ascii, colour } = themes

const coverage = (feature: string, offline: number, online: number | null): Coverage => ({
  feature,
  version: 1,
  keys: 100,
  offline,
  offline_share: offline / 100,
  online,
  online_share: online === null ? null : online / 100,
  offline_as_of: '2026-11-21T12:00:00Z',
  online_as_of: online === null ? null : '2026-11-21T12:00:00Z',
  behind: false,
})

describe('words for health', () => {
  const checks: readonly (readonly [passed: number, warn: number, fail: number, string])[] = [
    [0, 0, 0, ''],
    [3, 0, 0, 'ok'],
    [3, 2, 0, '2 WARN'],
    [3, 2, 1, '1 FAIL'],
  ]
  for (const [passed, warn, fail, wanted] of checks)
    it(`checks ${passed} ${warn} ${fail}`, () => equal(checksWord({ passed, warn, fail })[0], wanted))

  const covered: readonly (readonly [readonly Coverage[], number | null])[] = [
    [[], null],
    [[coverage('v:a', 90, 80), coverage('v:b', 70, 75)], 0.75],
    [[coverage('v:a', 90, null)], 0.9],
    [[coverage('v:a', 90, 0)], 0],
  ]
  for (const [of, wanted] of covered) it(`covered ${wanted}`, () => equal(coveredShare(of), wanted))

  it('a promise is broken by the clock alone, and what is known stays the same until then', () => {
    const online = formatInstant(now - hour)
    const read = { views: [freshnessOf('v', { sla: '2h', online, kept: true }), freshnessOf('w', { offline: online })] }
    const early = freshAt(read, now)
    deepEqual([early.get('v')?.kept, early.get('w')?.kept], [true, null])
    equal(freshAt(read, now + hour), early)
    equal(freshAt(read, now + hour + 1n).get('v')?.kept, false)
  })
  it('what is not online is missing and no age is told of it, whatever is promised; the others have their own', () => {
    const at = formatInstant(now - hour)
    const one = (feature: string, as_of: string | null) => {
      return { feature, version: 1, online: as_of, online_age: null, as_of, behind: as_of === null }
    }
    const tell = (sla: string | null, online: string | null) => {
      const features = [one('v:a', online), one('v:b', null)]
      const fresh = freshAt({ views: [freshnessOf('v', { sla, offline: at, online, features })] }, now)
      return ['v', 'v:a', 'v:b'].map((it) => {
        const found = fresh.get(it)
        return found === undefined ? null : [freshWord(found)[0], found.newest]
      })
    }
    const missing = ['MISSING', null]
    for (const sla of [null, '2h', '1m']) deepEqual(tell(sla, null), [missing, missing, missing])
    const newest = now - hour
    deepEqual(tell(null, at), [['MISSING', newest], ['', newest], missing])
    deepEqual(tell('2h', at), [['MISSING', newest], ['ok', newest], missing])
    deepEqual(tell('1m', at), [['LATE', newest], ['LATE', newest], missing])
  })
  it('a text has its quotes and is never cut within a sign', () => {
    const family = '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}'
    deepEqual(
      ['', 'plain', family, `${family}${family}`, 'e\u0301e\u0301e\u0301', 'a\nb'].map((it) =>
        quotedValue(it, 6, plain),
      ),
      ['""', '"plain"', '"\u{1f468}\u{1f469}\u{1f467}"', '"\u{1f468}\u{1f469}…"', '"e\u0301e\u0301e\u0301"', '"a\\nb"'],
    )
  })
})

const names = ['v', 'v:a', 'v:b', 'w', 'w:a']

const shown = (size: State['size'], all = names.map((name) => registered(name))): State => {
  let state = answered(stateOf(size), 'registry', '', {
    ...registryOf(all),
    services: [{ name: 'model', version: 1, features: ['v:b'] }],
  })
  const health = [healthOf('v', 'fail', { fail: 1 }), healthOf('v:a', 'fail'), healthOf('v:b', 'ok', { fail: 1 })]
  state = answered(state, 'health', '', new Map(health.map((it) => [it.reference, it])))
  const offline = formatInstant(now - 3n * hour)
  const views = [
    freshnessOf('v', { sla: '1d', offline, kept: true }),
    freshnessOf('w', { sla: '1h', offline, kept: false }),
  ]
  return answered(state, 'freshness', '', { views })
}

describe('a filter finds by how things do', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['drift:fail', 'v v:a'],
    ['checks:fail', 'v v:b'],
    ['drift:fail -checks:fail', 'v:a'],
    ['fresh:late', 'w w:a'],
    ['fresh:ok', 'v v:a v:b'],
    ['status:late', 'w w:a'],
    ['status:fail', 'v v:a v:b'],
    ['status:current owner:ml', names.join(' ')],
    ['service:model', 'v v:b'],
    ['service:other', ''],
  ]
  for (const [filter, wanted] of cases)
    it(filter, () => {
      const state = shown({ columns: 100, rows: 30 })
      const place = currentPlace(state)
      const table = registryScreen.listing(state, place)
      ok(table)
      const filtered = { ...state, lists: { 'registry ': { selected: 0, id: null, top: 0, filter, sort: null } } }
      const { places } = standing(filtered, place, table)
      equal(places.map((at) => table.id(at)).join(' '), wanted)
    })
  it('and the prompt names what there is to filter by', () => {
    for (const term of ['drift:', 'checks:', 'fresh:', 'service:', 'owner:', 'tag:'])
      ok(registryScreen.filters?.includes(term))
  })
})

describe('room', () => {
  const cases: readonly (readonly [count: number, height: number, preview: number])[] = [
    [7, 11, 0],
    [7, 20, 11],
    [7, 26, 17],
    [5000, 20, 8],
    [5000, 26, 10],
    [0, 20, 13],
  ]
  for (const [count, height, preview] of cases)
    it(`${count} rows of ${height}`, () => equal(previewHeight(count, height), preview))
  it('only views in sight have their keys counted, the selected one first', () => {
    const many = Array.from({ length: 200 }, (_, i) => [`v${i}`, `v${i}:a`]).flat()
    const state = shown(
      { columns: 80, rows: 24 },
      many.map((name) => registered(name)),
    )
    const lists = { 'registry ': { selected: 101, id: null, top: 95, filter: '', sort: null } }
    const asked = registryScreen.asks({ ...state, lists }, currentPlace(state))
    const counted = asked.flatMap(({ kind, id }) => (kind === 'coverage' ? [id] : []))
    equal(counted[0], 'v50')
    ok(counted.length <= 12)
    ok(counted.every((view) => Math.abs(Number(view.slice(1)) - 50) < 12))
  })
})

describe('names that wish us ill', () => {
  const hostile = [
    'a\u001b[2J\u0007b',
    'tab\tand\nline',
    '\u202eoverride\u2066',
    '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}\u200d\u{1f466} family',
    'שלום עולם',
    '中文'.repeat(40),
    'x'.repeat(200),
    `e${'\u0301'.repeat(50)}`,
    '\ud800lone',
    '\u{e0041}tagged\u200b',
  ]
  const all = hostile.flatMap((name) => [
    registered(name, { owner: name, entities: [name], description: name }),
    registered(`${name}:${name}`, {
      owner: name,
      type: name,
      tags: Array.from({ length: 18 }, (_, i) => `${name}${i}`),
      description: name.repeat(3),
      expression: name,
    }),
  ])
  const sizes = [
    { columns: 60, rows: 15 },
    { columns: 80, rows: 24 },
    { columns: 100, rows: 30 },
    { columns: 160, rows: 50 },
  ]
  for (const size of sizes)
    it(`${size.columns}x${size.rows}`, () => {
      for (const theme of [plain, ascii, colour])
        for (let selected = 0; selected < all.length; selected += 1) {
          const state = shown(size, all)
          const lists = { 'registry ': { selected, id: null, top: 0, filter: '', sort: null } }
          const covered = { features: [coverage(all[selected]?.reference ?? '', 50, 40)] }
          const lines = frame(answered({ ...state, lists }, 'coverage', all[selected]?.view ?? '', covered), theme)
          equal(lines.length, size.rows)
          for (const line of lines) {
            equal(widthOfLine(line), size.columns)
            match(
              stripVTControlCharacters(painted(line, theme)),
              /^[^\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069\u200b\u200d]*$/u,
            )
          }
        }
    })
})

it('a feature says only what is not said of its view already', () => {
  const all = [
    registered('v', { tags: ['heart'], owner: 'ml' }),
    registered('v:a', { tags: ['heart'] }),
    registered('v:b', { tags: ['heart', 'score'] }),
  ]
  const lines = frame(shown({ columns: 200, rows: 30 }, all), plain).map((it) => painted(it, plain).slice(0, 136))
  const row = (name: string): string => lines.find((it) => it.slice(2).trim().startsWith(`${name} `)) ?? ''
  match(row('v'), /ok 3 h .* heart/)
  doesNotMatch(row('v:a'), /ok 3 h|heart/)
  match(row('v:b'), /score/)
  doesNotMatch(row('v:b'), /heart/)
})
