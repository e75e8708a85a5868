// The first line says what is wrong, at every width, and what time it is.
import { equal, match } from 'node:assert/strict'
import { describe, it } from 'node:test'
import { formatInstant } from '../../src/core/instants.ts'
import type { Health } from '../../src/core/watching.ts'
import type { RegisteredRun } from '../../src/tui/data/registry.ts'
import { header } from '../../src/tui/present/header.ts'
import { painted, widthOfLine } from '../../src/tui/present/lines.ts'
import { themes } from '../../src/tui/present/theme.ts'
import { answered, freshnessOf, healthOf, hour, now, registered, registryOf, runOf, stateOf } from './registered.ts'

const { plain } = themes

interface Given {
  readonly health?: readonly Health[]
  readonly late?: boolean
  /** How many of the two features are not materialized. */
  readonly missing?: number
  readonly runs?: readonly RegisteredRun[]
}

const told = (
  columns: number,
  { health = [], late = false, missing = 0, runs = [runOf(1)] }: Given,
  project = 'clinic',
): string => {
  const read = registryOf([registered('v'), registered('v:a'), registered('v:b')], runs)
  const at = formatInstant(now - 3n * hour)
  const features = ['v:a', 'v:b'].map((feature, place) => {
    const isMissing = place < missing
    const online = isMissing ? null : at
    return { feature, version: 1, online, online_age: isMissing ? null : 10_800, as_of: online, behind: isMissing }
  })
  const online = missing < 2 ? at : null
  const fresh = {
    views: [freshnessOf('v', { sla: late ? '2h' : '4h', online, offline: at, kept: !late && missing === 0, features })],
  }
  let state = answered(stateOf({ columns, rows: 24 }, project), 'registry', '', read)
  state = answered(state, 'health', '', new Map(health.map((it) => [it.reference, it])))
  state = answered(state, 'freshness', '', fresh)
  const line = header(state, plain)
  equal(widthOfLine(line), columns)
  return painted(line, plain).replaceAll(/ {4,}/g, ' ~ ')
}

const bad: Given = {
  health: [
    healthOf('v', 'fail', { fail: 1, warn: 2, passed: 3 }),
    healthOf('v:a', 'fail', { fail: 1 }),
    healthOf('v:b', 'warn', { warn: 2 }),
  ],
  late: true,
  runs: [runOf(2, { kind: 'materialize', status: 'failed' }), runOf(1)],
}

describe('the header', () => {
  const cases: readonly (readonly [columns: number, Given, wanted: string])[] = [
    [80, {}, 'pintail clinic   1 view · 2 features   all ok ~ 16:00 UTC'],
    [80, { runs: [] }, 'pintail clinic   1 view · 2 features   no data yet ~ 16:00 UTC'],
    [
      80,
      { health: [healthOf('v', 'ok', { passed: 4 }), healthOf('v:a', 'insufficient')] },
      'pintail clinic   1 view · 2 features   all ok ~ 16:00 UTC',
    ],
    [
      80,
      { runs: [runOf(2, { status: 'running' }), runOf(1)] },
      'pintail clinic   1 view · 2 features   ingest running   all ok ~ 16:00 UTC',
    ],
    [
      120,
      bad,
      'pintail clinic   drift 1 FAIL 1 WARN   checks 1 FAIL 2 WARN   freshness 1 LATE   last materialize FAIL ~ 16:00 UTC',
    ],
    [
      106,
      bad,
      'clinic   drift 1 FAIL 1 WARN   checks 1 FAIL 2 WARN   freshness 1 LATE   last materialize FAIL   16:00 UTC',
    ],
    [80, bad, 'clinic   drift FAIL   checks FAIL   freshness LATE   materialize FAIL  16:00 UTC'],
    [60, bad, 'pintail clinic   3 FAIL 1 LATE 3 WARN ~ 16:00 UTC'],
    [80, { missing: 1 }, 'pintail clinic   1 view · 2 features   online 1 MISSING ~ 16:00 UTC'],
    [80, { missing: 2 }, 'pintail clinic   1 view · 2 features   online 2 MISSING ~ 16:00 UTC'],
    [80, { missing: 1, late: true }, 'pintail clinic   freshness 1 LATE   online 1 MISSING ~ 16:00 UTC'],
    [60, { ...bad, missing: 2 }, 'pintail clinic   3 FAIL 3 WARN 2 MISSING ~ 16:00 UTC'],
  ]
  for (const [columns, given, wanted] of cases) it(`${columns}: ${wanted}`, () => equal(told(columns, given), wanted))

  it('a long name gives way before what is wrong', () =>
    match(told(60, bad, 'x'.repeat(200)), /^x+… {3}3 FAIL 1 LATE 3 WARN {1,3}16:00 UTC$/))
  it('it says nothing of health before it is known', () => {
    const state = answered(stateOf({ columns: 80, rows: 24 }), 'registry', '', registryOf([registered('v')]))
    match(painted(header(state, plain), plain), /^pintail p {3}1 view · 0 features +16:00 UTC$/)
  })
})
