// Has whatever the registry names a page that says what it is, and is it found by its name?
import { doesNotMatch, equal, match, ok } from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { fixedClock } from '../../src/core/clock.ts'
import { open, type Pintail } from '../../src/pintail.ts'
import { frameText } from '../../src/tui/app.ts'
import { keysOf } from '../../src/tui/keys.ts'
import { offers } from '../../src/tui/present/palette.ts'
import { kindOf } from '../../src/tui/screens/other-parts.ts'
import { reduce } from '../../src/tui/state/reduce.ts'
import { placeOf, type State } from '../../src/tui/state/state.ts'
import { makeHistory, noon, removeHistory } from './clinic.ts'
import { answered, registered, registryOf, stateOf } from './registered.ts'

describe('what is found by its name', () => {
  const read = {
    ...registryOf([registered('v'), registered('v:a')]),
    services: [{ name: 'heart_risk', version: 2, features: ['v:a'] }],
    entities: [{ name: 'patient', keys: [], views: ['v'] }],
    sources: new Map([['visits', { rows: 1, files: 1 }]]),
  }
  const state = answered(stateOf({ columns: 80, rows: 24 }), 'registry', '', read)
  const typed = (text: string): State =>
    [':', ...text].reduce((it, key) => reduce(it, { does: 'key', key: key === ' ' ? 'space' : key }).state, state)
  const cases = [
    ['heart_risk', 'open heart_risk, service'],
    ['service heart', 'open heart_risk, service'],
    ['pat', 'open patient, entity'],
    ['visits', 'open visits, source'],
  ] as const
  for (const [text, word] of cases)
    it(text, () => {
      const offer = offers(typed(text)).find((one) => one.word === word)
      ok(offer, word)
      equal(typeof offer.does === 'string' ? offer.does : offer.does.screen, 'feature')
    })
})

it('its kind is named by what is told of it', () => {
  const told = [
    [{ view: 'v', source: 's' }, 'view'],
    [{ feature: 'v:a', view: 'v', source: 's' }, 'feature'],
    [{ service: 'm' }, 'service'],
    [{ entity: 'e', views: [] }, 'entity'],
    [{ source: 's', views: [] }, 'source'],
  ] as const
  for (const [thing, kind] of told) equal(kindOf(thing), kind)
})

it('what has no versions is not compared', () => {
  const state = answered(stateOf({ columns: 80, rows: 24 }), 'thing', 'patient', { entity: 'patient' })
  const diff = keysOf('feature').find(({ does }) => does === 'diff')
  equal(
    diff?.off?.({ ...state, stack: [placeOf('feature', 'patient')] }),
    'it has no versions, so there is nothing to compare',
  )
})

describe('pages', () => {
  let project = ''
  let pintail: Pintail
  before(async () => {
    project = await makeHistory()
    pintail = await open(project, { clock: fixedClock(noon) })
  })
  after(async () => {
    await pintail.close()
    removeHistory(project)
  })
  const page = (of: string, columns = 100): Promise<string> =>
    frameText(pintail, {
      project: 'clinic',
      directory: project,
      wishes: { environment: { TERM: 'xterm-256color' }, color: true, ascii: false },
      screen: 'feature',
      select: [of],
      readonly: null,
      clock: fixedClock(noon),
      size: { columns, rows: 50 },
      press: [],
      at: null,
      coloured: false,
    })

  it('a service: its features with how each does, its versions, who reads it', async () => {
    const text = await page('heart_risk')
    match(text, /heart_risk {3}v2 current {3}service/)
    match(text, /reads +6 features of cardiac/)
    match(text, /drift +FAIL {3}cholesterol_risk_score/)
    match(text, /cardiac:cholesterol_risk_score +v1 +float64 +FAIL/)
    match(text, /v1 +pinned/)
    doesNotMatch(text, /never compared|ttl/)
  })
  it('an older version of it: what it does not read, and nothing told of another version', async () => {
    const text = await page('heart_risk@1')
    match(text, /heart_risk@1 {3}v1 pinned {3}service/)
    match(text, /2 of them have a newer version/)
    match(text, /cardiac:vessel_score +v1 +float64 +there is a newer version/)
  })
  it('an entity and a source', async () => {
    match(await page('patient'), /patient {3}entity[\s\S]*by patient_id string[\s\S]*views +cardiac/)
    const source = await page('visits')
    match(source, /visits {3}source[\s\S]*data\/visits\.csv[\s\S]*16 columns[\s\S]*chol +int64/)
    match(source, /ingests[\s\S]*run 9 +ok/)
  })
  it('a run says where it is shown', async () => match(await page('9'), /9 is a run {3}:run 9 opens it/))
})
