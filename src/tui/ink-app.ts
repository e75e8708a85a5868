// How does the loop meet a terminal? Ink draws its lines and gives it keys; effects are done here.

import { resolve } from 'node:path'
import { render } from 'ink'
import { createElement } from 'react'
import type { Clock } from '../core/clock.ts'
import { App, type Host, type Suspend } from './components/app.ts'
import type { Front } from './data/front.ts'
import { baselineSet, done, type Effects, exported, materialized } from './effects.ts'
import { loopFrom } from './loop.ts'
import { frame } from './present/frame.ts'
import { painted } from './present/lines.ts'
import type { Theme } from './present/theme.ts'
import { type Beginning, type Notice, type State, stateAtFirst } from './state/state.ts'
import type { Terminal } from './terminal.ts'

export interface InkOptions {
  readonly clock: Clock
  readonly directory: string
  readonly theme: Theme
  readonly beginning: Beginning
}

/** How often it is looked whether another process wrote, and what time it is. */
const heartbeat = 1000

export const runInk = async (front: Front, terminal: Terminal, options: InkOptions): Promise<void> => {
  const listeners = new Set<() => void>()
  const stop = new AbortController()
  let lines: readonly string[] = []
  let suspendInk: Suspend = async (during) => during()
  let failure: unknown = null

  const draw = (state: State): void => {
    const next = frame(state, options.theme).map((it) => painted(it, options.theme))
    if (next.length === lines.length && next.every((it, at) => it === lines[at])) return
    lines = next
    for (const listener of listeners) listener()
  }
  /** Whatever breaks, the terminal is given back before anybody is told. */
  const guarded = (work: () => void): void => {
    try {
      work()
    } catch (thrown) {
      failure ??= thrown
      ink?.unmount()
    }
  }
  const tell = (notice: Notice): void => guarded(() => loop.send({ does: 'notice', notice }))
  const effects: Effects = {
    quit: () => ink?.unmount(),
    suspend: () => void suspendInk(terminal.suspend).then(() => guarded(() => loop.look())),
    redraw: () => {
      ink?.clear()
      lines = []
      draw(loop.state())
    },
    refresh: () => loop.renew(),
    copy: (text, what) => {
      // OSC 52: the terminal itself puts it on the clipboard, over ssh too.
      terminal.stdout.write(`\x1b]52;c;${Buffer.from(text).toString('base64')}\x07`)
      tell({ tone: 'good', text: `copied the ${what}: ${text}` })
    },
    write: (file, text) => void exported(resolve(options.directory, file), text).then(tell),
    baseline: (effect) => void baselineSet(front, effect, stop.signal).then(tell),
    materialize: (view) => void materialized(front, loop, view, stop.signal).then(tell),
  }
  const loop = loopFrom(stateAtFirst(options.beginning), {
    front,
    clock: options.clock,
    patience: 25,
    changed: (state) => guarded(() => draw(state)),
    effect: (effect) => done(effects, effect),
  })
  draw(loop.state())

  const resized = (): void =>
    guarded(() => {
      const { columns = 80, rows = 24 } = terminal.stdout
      loop.send({ does: 'size', columns, rows })
    })
  const beat = setInterval(
    () =>
      guarded(() => {
        loop.look()
        loop.send({ does: 'tick', now: options.clock.now() })
      }),
    heartbeat,
  )
  const ended = (): void => ink.unmount()
  terminal.stdout.on('resize', resized)
  terminal.signal.addEventListener('abort', ended, { once: true })
  const host: Host = {
    listen: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    lines: () => lines,
    press: (key) => guarded(() => loop.send({ does: 'key', key })),
    paste: (text) => guarded(() => loop.send({ does: 'paste', text })),
    suspendable: (suspend) => {
      suspendInk = suspend
    },
  }
  // What was typed before may stand here; the frame begins where the cursor is.
  terminal.stdout.write('\r')
  const ink = render(createElement(App, { host }), {
    stdout: terminal.stdout as NodeJS.WriteStream,
    stdin: terminal.stdin as NodeJS.ReadStream,
    stderr: terminal.stderr as NodeJS.WriteStream,
    alternateScreen: true,
    interactive: true,
    exitOnCtrlC: false,
    patchConsole: false,
    incrementalRendering: true,
    maxFps: 60,
  })
  try {
    if (terminal.signal.aborted) ended()
    await ink.waitUntilExit()
  } finally {
    clearInterval(beat)
    stop.abort()
    loop.stop()
    terminal.stdout.off('resize', resized)
    terminal.signal.removeEventListener('abort', ended)
  }
  if (failure !== null) throw failure
}
