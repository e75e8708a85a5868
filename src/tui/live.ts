// How does the loop meet a terminal? The first frames are written as they are; Ink comes when there is something to see.
import { setFlagsFromString } from 'node:v8'
import type { Clock } from '../core/clock.ts'
import type { Host, Suspend } from './components/host.ts'
import type { Front } from './data/front.ts'
import { patient } from './data/patience.ts'
import { baselineSet, done, type Effects, exported, materialized, placeOfExport, type Work } from './effects.ts'
import type { Mounted } from './ink-app.ts'
import { loopFrom } from './loop.ts'
import { frame } from './present/frame.ts'
import { painted } from './present/lines.ts'
import type { Theme } from './present/theme.ts'
import type { Event } from './state/reduce.ts'
import { type Beginning, type Job, type Notice, type State, stateAtFirst } from './state/state.ts'
import type { Terminal } from './terminal.ts'

export interface LiveOptions {
  readonly clock: Clock
  readonly directory: string
  readonly theme: Theme
  readonly beginning: Beginning
}

/** How often it is looked whether another process wrote, and what time it is. */
const heartbeat = 1000

export const runLive = async (front: Front, terminal: Terminal, options: LiveOptions): Promise<void> => {
  const { stdin, stdout, signal } = terminal
  // A day of looking around leaves little behind: half the memory for the same time.
  setFlagsFromString('--optimize-for-size')
  const listeners = new Set<() => void>()
  const stop = new AbortController()
  let lines: readonly string[] = []
  let suspendInk: Suspend = async (during) => during()
  const failures: { readonly thrown: unknown }[] = []
  let ink: Mounted | null = null
  const patience = patient(() => ink !== null)

  /** However many keys and answers come at once, they are one frame. */
  let isDue = false
  const drawSoon = (): void => {
    if (isDue) return
    isDue = true
    queueMicrotask(() => {
      isDue = false
      if (!stop.signal.aborted) guarded(() => draw(loop.state()))
    })
  }
  const draw = (state: State): void => {
    const next = frame(state, options.theme).map((it) => painted(it, options.theme))
    if (next.length === lines.length && next.every((it, at) => it === lines[at])) return
    lines = next
    if (ink === null && !stop.signal.aborted)
      stdout.write(`\x1b[?25l\x1b[H${lines.map((it) => `\x1b[2K${it}`).join('\r\n')}`)
    for (const listener of listeners) listener()
  }
  const end = (): void => {
    stop.abort()
    ink?.unmount()
  }
  /** Whatever breaks, the terminal is given back before anybody is told. */
  const guarded = (work: () => void): void => {
    try {
      work()
    } catch (thrown) {
      failures.push({ thrown })
      end()
    }
  }
  const tell = (notice: Notice): void => {
    if (!stop.signal.aborted) guarded(() => loop.send({ does: 'notice', notice }))
  }
  let working: AbortController | null = null
  let worked: Promise<void> = Promise.resolve()
  /** One at a time, shown as it goes, until it is done or somebody has enough of it. */
  const atWork = (work: (job: Work) => Promise<Notice>): void => {
    const own = new AbortController()
    working = own
    const show = (job: Job | null): void => {
      if (!stop.signal.aborted) guarded(() => loop.send({ does: 'job', job }))
    }
    worked = work({ signal: AbortSignal.any([own.signal, stop.signal]), show }).then((notice) => {
      working = null
      show(null)
      tell(notice)
    })
  }
  const effects: Effects = {
    quit: end,
    suspend: () => void suspendInk(terminal.suspend).then(() => guarded(() => loop.look())),
    redraw: () => {
      ink?.clear()
      lines = []
      draw(loop.state())
    },
    refresh: () => loop.renew(),
    copy: (text, what) => {
      // OSC 52: the terminal itself puts it on the clipboard, over ssh too.
      stdout.write(`\x1b]52;c;${Buffer.from(text).toString('base64')}\x07`)
      tell({ tone: 'good', text: `copied the ${what}: ${text}` })
    },
    write: (file, text) => void exported(placeOfExport(options.directory, file), text).then(tell),
    baseline: (effect) => atWork((job) => baselineSet(front, effect, job)),
    materialize: (view) => atWork((job) => materialized(front, view, job)),
    cancel: () => working?.abort(),
  }
  const loop = loopFrom(stateAtFirst(options.beginning), {
    front,
    clock: options.clock,
    patience,
    changed: drawSoon,
    effect: (effect) => done(effects, effect),
  })
  const pressed = (event: Event): void => {
    patience.pressed()
    guarded(() => loop.send(event))
  }
  const host: Host = {
    listen: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    lines: () => lines,
    press: (key) => pressed({ does: 'key', key }),
    paste: (text) => pressed({ does: 'paste', text }),
    isTyping: () => loop.state().entry !== null,
    suspendable: (suspend) => {
      suspendInk = suspend
    },
  }
  const resized = (): void =>
    guarded(() => {
      const { columns = 80, rows = 24 } = stdout
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
  // At once: what is typed before the first frame is there must not be echoed into it.
  stdin.setRawMode?.(true)
  stdout.write('\x1b[?1049h')
  try {
    stdout.on('resize', resized)
    signal.addEventListener('abort', end, { once: true })
    guarded(() => draw(loop.state()))
    await loop.begun()
    const { mount } = await import('./ink-app.ts')
    if (!signal.aborted && !stop.signal.aborted) {
      ink = mount(host, terminal)
      patience.pressed()
      await ink.ended
    }
  } finally {
    clearInterval(beat)
    stop.abort()
    loop.stop()
    stdout.off('resize', resized)
    signal.removeEventListener('abort', end)
    if (ink === null) stdout.write('\x1b[?1049l\x1b[?25h')
    stdin.setRawMode?.(false)
  }
  // What is stopped tells the registry so, before the project is closed.
  await worked
  for (const { thrown } of failures) throw thrown
}
