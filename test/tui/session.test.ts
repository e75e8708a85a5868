// A session as a person has it: a real pseudo-terminal, keys, and what is on the screen.
import { deepEqual, equal, ok } from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it, type TestContext } from 'node:test'
import { main } from '../cli/run-cli.ts'
import { inTerminal, type Session, type Size } from '../support/terminal.ts'
import { makeHistory, removeHistory } from './clinic.ts'

describe('a session', () => {
  let project = ''
  before(async () => {
    project = await makeHistory()
  })
  after(() => removeHistory(project))

  const begin = (t: TestContext, size: Size, args: readonly string[] = [], environment = {}): Session => {
    const command = [process.execPath, '--disable-warning=MODULE_TYPELESS_PACKAGE_JSON', main, 'ui', ...args]
    const session = inTerminal(command, size, {
      directory: project,
      environment: { TERM: 'xterm-256color', NODE_ENV: 'production', ...environment },
    })
    t.after(() => session.kill())
    return session
  }
  const usual = { columns: 100, rows: 30 }

  it('start, filter, open, diff, drift, look up, go back in time, quit', async (t) => {
    const session = begin(t, usual)
    await session.sees(/\[1 Registry\][\s\S]*cardiac:vessel_score/)
    ok(session.screen.isAlternate)
    session.type('/vessel\r')
    await session.sees(/1 \/ 1 of 7 {3}filter: vessel/)
    session.type('\r')
    await session.sees(/computes[\s\S]*least\(ca, 3\) \/ 4/)
    session.type('d')
    await session.sees(/v1 against v2[\s\S]*! expression {2}ca \/ 3 [\s\S]*! expression {2}least\(ca, 3\) \/ 4/)
    await session.sees(/values differ/)
    session.type('q')
    await session.sees(/computes/)
    session.type('2')
    await session.sees(/\[2 Drift\][\s\S]*cholesterol_risk_score +FAIL/)
    session.type('6')
    await session.sees(/key: ▏/)
    session.type('p042\r')
    await session.sees(/patient_id = p042[\s\S]*age_normalized +0\.25 /)
    session.type('t2025-01-01\r')
    await session.sees(/history as of 2025-01-01 00:00:00 UTC/)
    await session.sees(/then {2}\d of 8 answers had another value in history/)
    await session.sees(/now {3}WARN \d of 8 (answers )?differ: /)
    session.type('Y')
    await session.sees(/copied the command: pintail explain cardiac:age_normalized/)
    equal(
      session.screen.clipboard,
      'pintail explain cardiac:age_normalized --entity patient_id=p042 --at 2025-01-01T00:00:00Z',
    )
    session.type('q')
    deepEqual(await session.ended(), { status: 0, modes: 'restored' })
    ok(!session.screen.isAlternate && session.screen.isCursorShown)
  })

  it('--at begins in the past, and what is no instant is refused before the terminal is taken', async (t) => {
    const session = begin(t, usual, ['--screen', 'lookup', '--select', 'p042', '--at', '2025-01-01'])
    await session.sees(/patient_id = p042 {3}history as of 2025-01-01 00:00:00 UTC[\s\S]*age_normalized/)
    session.type('q')
    equal((await session.ended()).status, 0)
    const refused = begin(t, usual, ['--screen', 'lookup', '--at', 'last month'])
    equal((await refused.ended()).status, 2)
    ok(/--at is not an instant: "last month"/.test(refused.screen.text()))
  })

  it('what is typed before the first frame is neither lost nor drawn into it', async (t) => {
    const session = begin(t, usual)
    session.type('jjj')
    await session.sees(/> {3}cardiac:max_heart_rate_ratio/)
    ok(session.screen.text().startsWith('pintail clinic'))
    session.type('\x03')
    equal((await session.ended()).status, 0)
  })

  it('follows every size, also one that is too small', async (t) => {
    const session = begin(t, { columns: 80, rows: 24 })
    await session.sees(/\[1 Registry\][\s\S]*VIEW/)
    session.resize({ columns: 20, rows: 5 })
    await session.sees(/needs 60x15/)
    session.resize({ columns: 160, rows: 50 })
    await session.sees(/cardiac:vessel_score[\s\S]*│/)
    equal(session.screen.text().split('\n').length, 50)
    session.type('q')
    equal((await session.ended()).status, 0)
  })

  for (const name of ['SIGTERM', 'SIGHUP', 'SIGINT'] as const)
    it(`${name} gives the terminal back`, async (t) => {
      const session = begin(t, usual)
      await session.sees(/VIEW/)
      session.signal(name)
      deepEqual(await session.ended(), { status: 130, modes: 'restored' })
      ok(!session.screen.isAlternate && session.screen.isCursorShown)
    })

  it('exports what the table shows, and not over what is there', async (t) => {
    const session = begin(t, usual, ['--screen', 'runs'])
    await session.sees(/RUN {2}RESULT/)
    session.type('/ingest\rx\r')
    await session.sees(/wrote .*runs\.csv/)
    const written = readFileSync(join(project, 'runs.csv'), 'utf8')
    ok(written.startsWith('RUN,RESULT,KIND,'))
    const kinds = [...written.matchAll(/^\d+,\w+,(\w+),/gm)].map(([, kind]) => kind)
    ok(kinds.length > 3 && kinds.every((kind) => kind === 'ingest'), written)
    session.type('x\r')
    await session.sees(/is there already/)
    session.type('\x03')
    await session.ended()
  })

  it('materializes when it is agreed to, and follows what it did', async (t) => {
    const session = begin(t, usual)
    await session.sees(/VIEW/)
    session.type('mn')
    await session.sees(/nothing was done/)
    session.type('my')
    await session.sees(/materialized cardiac: \d+ keys/)
    session.type('3')
    await session.sees(/> +\d+ {2}ok +materialize +cardiac/)
    session.type('\x03')
    await session.ended()
  })

  it('with --readonly it says why it does not', async (t) => {
    const session = begin(t, usual, ['--readonly'])
    await session.sees(/VIEW/)
    session.type('m')
    await session.sees(/materialize is off: pintail ui was started with --readonly/)
    session.type('\x03')
    await session.ended()
  })

  it('a dumb terminal without UTF-8 gets ASCII', async (t) => {
    const session = begin(t, usual, [], { TERM: 'dumb', LANG: 'C', LC_ALL: 'C' })
    const text = await session.sees(/VIEW/)
    ok(/^[\x20-\x7e\n]*$/.test(text))
    session.type('\x03')
    equal((await session.ended()).status, 0)
  })
})
