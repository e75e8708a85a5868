// Does a session outlive what happens to a terminal: its registry taken away, every size, floods, reports, signals, its end?
import { deepEqual, ok } from 'node:assert/strict'
import { renameSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it, type TestContext } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { spawn } from '@lydell/node-pty'
import { main } from '../cli/run-cli.ts'
import { inTerminal, type Session } from '../support/terminal.ts'
import { makeHistory, removeHistory } from './clinic.ts'

describe('a session', () => {
  let project = ''
  before(async () => {
    project = await makeHistory()
  })
  after(() => removeHistory(project))

  const command = (...args: readonly string[]) => [
    process.execPath,
    '--disable-warning=MODULE_TYPELESS_PACKAGE_JSON',
    main,
    'ui',
    ...args,
  ]
  const environment = { TERM: 'xterm-256color', NODE_ENV: 'production' }
  const begin = (t: TestContext, more = {}, args: readonly string[] = []): Session => {
    const session = inTerminal(
      command(...args),
      { columns: 100, rows: 30 },
      { directory: project, environment: { ...environment, ...more } },
    )
    t.after(() => session.kill())
    return session
  }
  const quits = async (session: Session): Promise<void> => {
    session.type('\x03')
    deepEqual(await session.ended(), { status: 0, modes: 'restored' })
    ok(!session.screen.isAlternate && session.screen.isCursorShown)
  }

  it('whose registry is gone shows what it read, says so, and goes on when it is back', async (t) => {
    const registry = join(project, '.pintail/registry.db')
    const session = begin(t)
    await session.sees(/cardiac:vessel_score|vessel_score/)
    renameSync(registry, `${registry}.aside`)
    t.after(() => renameSync(`${registry}.aside`, registry))
    const text = await session.sees(/FAIL registry\.db is gone.*shown as it was/)
    ok(/vessel_score/.test(text))
    session.type('r')
    await session.sees(/FAIL registry\.db is gone/)
    session.type('5')
    await session.sees(/\[5 Serving\]/)
    session.type('1')
    renameSync(`${registry}.aside`, registry)
    await session.sees(/^(?![\s\S]*FAIL registry\.db)[\s\S]*vessel_score/)
    renameSync(registry, `${registry}.aside`)
    await quits(session)
  })

  it('is drawn at every size, however fast they follow', async (t) => {
    const session = begin(t)
    await session.sees(/vessel_score/)
    for (const [columns, rows] of [
      [1, 1],
      [20, 5],
      [300, 100],
      [2, 200],
      [300, 1],
      [60, 15],
      [59, 15],
      [80, 24],
    ] as const) {
      session.resize({ columns, rows })
      session.type('j')
    }
    await session.sees(/\[1 Registry\][\s\S]*vessel_score[\s\S]*\? help/)
    ok(
      session.screen
        .text()
        .split('\n')
        .every((row) => row.length <= 80),
    )
    await quits(session)
  })

  it('takes a megabyte into its filter, and goes on', async (t) => {
    const session = begin(t)
    await session.sees(/vessel_score/)
    session.type('/')
    await session.sees(/filter: ▏/)
    session.type(`\x1b[200~${'\x1b[31mscore\x07 \ud800 '.repeat(60_000)}\x1b[201~`)
    await session.sees(/filter: ….*score/)
    session.type('\x15vessel\r')
    await session.sees(/filter: vessel/)
    session.type('\x1b')
    await session.sees(/^(?![\s\S]*filter: vessel)/)
    await quits(session)
  })

  it('loses none of the keys that come after a flood of them', async (t) => {
    const session = begin(t)
    await session.sees(/vessel_score/)
    session.type('jk'.repeat(1000))
    session.type('\x1b[<0;10;10M\x1b[I\x1b]11;rgb:0000/0000/0000\x07\x1b[99~')
    await wait(200)
    session.type('?')
    await session.sees(/help: Registry/)
    await quits(session)
  })

  it('types no report of a mouse, of focus or of colours', async (t) => {
    const session = begin(t)
    await session.sees(/vessel_score/)
    session.type('/\x1b[<0;10;10M\x1b[M !!\x1b[I\x1b]11;rgb:0000/0000/0000\x07\x1b[99~\x1b[24;80R')
    session.type('vessel')
    await session.sees(/filter: vessel▏/)
    session.type('\r')
    await quits(session)
  })

  it('loses no key that is typed in one go', async (t) => {
    const session = begin(t)
    await session.sees(/vessel_score/)
    session.type('/zzz\x15vess\x7fsel\r')
    await session.sees(/filter: vessel/)
    await quits(session)
  })

  it('stops for the shell and goes on where it was', async (t) => {
    const session = begin(t)
    await session.sees(/vessel_score/)
    session.type('3')
    await session.sees(/\[3 Runs\]/)
    session.type('\x1a')
    for (let n = 0; session.screen.isAlternate && n < 200; n++) await wait(20)
    ok(!session.screen.isAlternate && session.screen.isCursorShown)
    session.signal('SIGCONT')
    await session.sees(/\[3 Runs\]/)
    ok(session.screen.isAlternate)
    session.type('1')
    await session.sees(/\[1 Registry\]/)
    await quits(session)
  })

  it('SIGQUIT gives the terminal back', async (t) => {
    const session = begin(t)
    await session.sees(/vessel_score/)
    session.signal('SIGQUIT')
    deepEqual(await session.ended(), { status: 130, modes: 'restored' })
    ok(!session.screen.isAlternate && session.screen.isCursorShown)
  })

  it('ends with its window', async () => {
    const [file = '', ...args] = command()
    const pty = spawn(file, args, { cols: 100, rows: 30, cwd: project, env: { ...process.env, ...environment } })
    let seen = ''
    pty.onData((chunk) => {
      seen += chunk
    })
    for (let n = 0; !seen.includes('vessel_score') && n < 500; n++) await wait(20)
    ok('destroy' in pty && typeof pty.destroy === 'function')
    pty.destroy()
    const isThere = (): boolean => {
      try {
        process.kill(pty.pid, 0)
        return true
      } catch {
        return false
      }
    }
    for (let n = 0; isThere() && n < 250; n++) await wait(20)
    ok(!isThere(), 'it goes on without a terminal')
  })

  for (const [name, more] of [
    ['TERM=dumb', { TERM: 'dumb', LANG: 'C', LC_ALL: 'C' }],
    ['TERM=linux', { TERM: 'linux', LANG: 'C.UTF-8' }],
    ['TERM=screen', { TERM: 'screen' }],
    ['NO_COLOR', { NO_COLOR: '1' }],
    ['COLORTERM', { TERM: 'xterm', COLORTERM: 'truecolor' }],
    ['no TERM', { TERM: '' }],
  ] as const)
    it(`is readable with ${name}`, async (t) => {
      const session = begin(t, more)
      const text = await session.sees(/vessel_score[\s\S]*\? help/)
      if (name === 'TERM=dumb') ok(/^[\x20-\x7e\n]*$/.test(text))
      await quits(session)
    })
})
