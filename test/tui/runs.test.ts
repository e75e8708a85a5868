// What does the list of runs say of each, what do its filters find, and which command says the same?
import { deepEqual, equal, match } from 'node:assert/strict'
import { describe, it } from 'node:test'
import { painted } from '../../src/tui/present/lines.ts'
import { themes } from '../../src/tui/present/theme.ts'
import { runsScreen } from '../../src/tui/screens/runs.ts'
import { freshList, placeId, placeOf, type State } from '../../src/tui/state/state.ts'
import { answered, registered, registryOf, runOf, stateOf } from './registered.ts'

const place = placeOf('runs')
const runs = [
  runOf(4, { rejected: 2, checks: { passed: 1, warn: 1, fail: 0 }, drift: 'fail' }),
  runOf(3, { status: 'failed', checks: { passed: 0, warn: 1, fail: 1 }, error: 'not_null' }),
  runOf(2, { checks: { passed: 2, warn: 0, fail: 0 }, drift: 'ok' }),
  runOf(1, { kind: 'apply' }),
]
const filtered = (filter: string): State => {
  const state = answered(
    stateOf({ columns: 80, rows: 24 }, 'clinic'),
    'registry',
    '',
    registryOf([registered('v')], runs),
  )
  return { ...state, lists: { [placeId(place)]: { ...freshList, filter } } }
}
const found = (filter: string): string[] => {
  const table = runsScreen.listing(filtered(filter), place)
  return table?.arranged(filter, null).map((at) => table.id(at)) ?? []
}

describe('the list of runs', () => {
  const filters: readonly (readonly [string, readonly string[]])[] = [
    ['checks:fail', ['3']],
    ['checks:warn', ['4']],
    ['checks:ok', ['2']],
    ['drift:fail', ['4']],
    ['rejected:', ['4']],
    ['-rejected:', ['3', '2', '1']],
    ['reject', ['4']],
    ['status:fail', ['4', '3']],
    ['result:fail', ['3']],
  ]
  for (const [filter, ids] of filters) it(`/${filter}`, () => deepEqual(found(filter), ids))

  for (const width of [80, 100, 160])
    it(`says what came of a run that went well at ${width} columns`, () => {
      const lines = runsScreen.body(filtered(''), place, { width, height: 30, theme: themes.plain })
      const text = lines.map((line) => painted(line, themes.plain)).join('\n')
      match(text, /REJECTED +CHECKS +DRIFT/)
      match(text, /4 +ok .* 2 +1 WARN +FAIL/)
    })

  const commands: readonly (readonly [string, string])[] = [
    ['', 'pintail runs'],
    ['kind:ingest result:fail', 'pintail runs --kind ingest --status failed'],
    ['view:v status:ok', 'pintail runs --view v --status done'],
    ['-kind:ingest drift:fail words', 'pintail runs'],
    ['kind:nothing view:nobody', 'pintail runs'],
  ]
  for (const [filter, command] of commands)
    it(`"${filter}" is ${command}`, () => equal(runsScreen.command(filtered(filter), place), command))
})
