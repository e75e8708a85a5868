// Does the executable's terminal UI do what a person wants of it, in a real terminal? Projects are made by it as well.
import { deepEqual, equal, ok } from 'node:assert/strict'
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it, type TestContext } from 'node:test'
import { executable, pintail } from '../support/executable.ts'
import { inTerminal, type Session, type Size } from '../support/terminal.ts'

const usual = { columns: 100, rows: 30 }
const small = { columns: 80, rows: 24 }

const done = async (directory: string, ...args: string[]): Promise<void> => {
  const { status, stderr } = await pintail(args, { directory })
  equal(status, 0, `${args.join(' ')}: ${stderr}`)
}

/** As a person starts it; NO_COLOR is empty, which is as if it were not there. */
const start = (t: TestContext, directory: string, size: Size, environment = {}, ...args: string[]): Session => {
  const session = inTerminal([executable, 'ui', ...args], size, {
    directory,
    environment: { TERM: 'xterm-256color', LC_ALL: 'C.UTF-8', NO_COLOR: '', ...environment },
  })
  t.after(() => session.kill())
  return session
}

const quit = async (session: Session): Promise<void> => {
  deepEqual(await session.ended(), { status: 0, modes: 'restored' })
  ok(!session.screen.isAlternate && session.screen.isCursorShown)
}

/** The colours of what is on the screen. */
const coloursOf = ({ screen: { buffer } }: Session, { columns, rows }: Size): Set<number> => {
  const colours = new Set<number>()
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const cell = buffer.getLine(buffer.baseY + row)?.getCell(column)
      if (cell && (!cell.isFgDefault() || !cell.isBgDefault())) colours.add(cell.getFgColor())
    }
  return colours
}

describe('the clinic', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pintail-ui-'))
  const clinic = join(folder, 'clinic')
  after(() => rmSync(folder, { recursive: true, force: true }))
  before(async () => {
    await done(folder, 'init', 'clinic', '--quiet')
    for (const verb of ['apply', 'ingest', 'materialize']) await done(clinic, verb, '--quiet')
    const heart = join(clinic, 'features/heart.ts')
    writeFileSync(heart, readFileSync(heart, 'utf8').replace("'ca / 3'", "'least(ca, 3) / 4'"))
    await done(clinic, 'apply', '--quiet')
    const visits = join(clinic, 'data/visits.csv')
    const known = readFileSync(visits, 'utf8').trim().split('\n').slice(1, 301)
    for (const [month, more] of [0, 60].entries()) {
      const day = `2026-0${month + 1}-15T0`
      const later = known.map((row) => {
        const cells = row.split(',')
        return cells
          .with(1, `${day}8:00:00Z`)
          .with(2, `${day}9:00:00Z`)
          .with(7, String(Number(cells[7]) + more))
      })
      appendFileSync(visits, `${later.join('\n')}\n`)
      await done(clinic, 'ingest', '--quiet')
    }
  })

  it('start, filter, open, diff, drift, look up, go back in time, copy, materialize, quit', async (t) => {
    const session = start(t, clinic, usual)
    await session.sees(/pintail clinic[\s\S]*\[1 Registry\][\s\S]*cardiac:vessel_score/)
    ok(session.screen.isAlternate)
    await session.sees(/FAIL/)
    ok(coloursOf(session, usual).size >= 3)
    session.type('/vess')
    await session.sees(/filter: vess/)
    session.type('el\r')
    await session.sees(/1 \/ 1 of 7/)
    session.type('\r')
    await session.sees(/least\(ca, 3\) \/ 4/)
    session.type('d')
    await session.sees(/v1 against v2[\s\S]*ca \/ 3 [\s\S]*least\(ca, 3\) \/ 4[\s\S]*differ/)
    session.type('q')
    await session.sees(/computes/)
    session.type('2')
    await session.sees(/\[2 Drift\][\s\S]*cholesterol_risk_score .*FAIL/)
    session.type('6')
    await session.sees(/key: ▏/)
    session.type('p042\r')
    await session.sees(/patient_id = p042[\s\S]*age_normalized +0\.25 /)
    session.type('t2025-01-01\r')
    await session.sees(/history as of 2025-01-01 00:00:00 UTC[\s\S]*> (cardiac:)?age_normalized/)
    session.type('Y')
    await session.sees(/copied the command: pintail explain/)
    equal(
      session.screen.clipboard,
      'pintail explain cardiac:age_normalized --entity patient_id=p042 --at 2025-01-01T00:00:00Z',
    )
    session.type('1')
    await session.sees(/\[1 Registry\]/)
    session.type('my')
    await session.sees(/materialized cardiac: \d+ keys/)
    session.type('3')
    await session.sees(/\[3 Runs\][\s\S]*> +\d+ {2}ok +materialize +cardiac/)
    session.type('4')
    await session.sees(/\[4 Freshness\][\s\S]*vessel_score +100% +100%/)
    session.type('qq')
    await quit(session)
  })

  it('says the same without colours, on a small terminal', async (t) => {
    const session = start(t, clinic, small, { NO_COLOR: '1' }, '--screen', 'drift')
    await session.sees(/\[2 Drift\][\s\S]*cholesterol_risk_score .*FAIL/)
    deepEqual(coloursOf(session, small), new Set())
    equal((await session.sees(/FAIL/)).split('\n').length, small.rows)
    session.type('?')
    await session.sees(/set baseline/)
    session.resize(usual)
    await session.rests(200)
    session.type('?1')
    await session.sees(/\[1 Registry\][\s\S]*cardiac:vessel_score/)
    session.type('q')
    await quit(session)
  })

  it('gives the terminal back when it is told to end', async (t) => {
    const session = start(t, clinic, usual)
    await session.sees(/cardiac:vessel_score/)
    session.signal('SIGTERM')
    deepEqual(await session.ended(), { status: 130, modes: 'restored' })
    ok(!session.screen.isAlternate && session.screen.isCursorShown)
  })

  it('a key pressed costs a line, not a screen', async (t) => {
    const session = start(t, clinic, usual)
    await session.sees(/cardiac:vessel_score/)
    await session.rests(300)
    const begun = session.bytes
    for (let i = 0; i < 10; i++) {
      session.type(i % 2 === 0 ? 'j' : 'k')
      await session.rests(100)
    }
    const each = (session.bytes - begun) / 10
    t.diagnostic(`${each.toFixed(0)} bytes a key`)
    ok(each < 5000, `${each} bytes a key`)
    session.type('q')
    await quit(session)
  })
})

describe('the shop', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pintail-ui-'))
  const shop = join(folder, 'shop')
  after(() => rmSync(folder, { recursive: true, force: true }))
  before(async () => {
    await done(folder, 'init', 'shop', '--template', 'events', '--quiet')
    for (const verb of ['apply', 'ingest']) await done(shop, verb, '--quiet')
    await done(shop, 'materialize', '--until', '2026-04-30T00:00:00Z', '--quiet')
  })

  it('dozens of features, of which some are categories', async (t) => {
    const session = start(t, shop, usual)
    await session.sees(/pintail shop[\s\S]*behaviour/)
    session.type('/clicked_text\r')
    await session.sees(/>.*behaviour:clicked_text[\s\S]*1 \/ 2 of 23/)
    session.type('6')
    await session.sees(/key: ▏/)
    session.type('d0042\r')
    await session.sees(/device_id = d0042[\s\S]*clicks_7d +\d+ +present/)
    session.type('/p90_cls\r')
    await session.sees(/p90_cls +0\.368/)
    session.type('\x03')
    await quit(session)
  })
})
