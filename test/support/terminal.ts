// What is on the screen of a terminal? A program runs in a real pseudo-terminal; xterm's own parser says what it shows.
import { setTimeout as wait } from 'node:timers/promises'
import { spawn } from '@lydell/node-pty'
import xterm, { type IBuffer } from '@xterm/headless'

export interface Size {
  readonly columns: number
  readonly rows: number
}

export interface Screen {
  text(): string
  readonly isAlternate: boolean
  readonly isCursorShown: boolean
  /** What was put on the clipboard (OSC 52). */
  readonly clipboard: string
  /** Cell by cell, with colours. */
  readonly buffer: IBuffer
}

export interface Session {
  readonly screen: Screen
  /** How many bytes the terminal was sent so far. */
  readonly bytes: number
  type(keys: string): void
  resize(size: Size): void
  signal(name: NodeJS.Signals): void
  /** Resolves when the screen shows it; rejects with what it shows instead. */
  sees(wanted: RegExp): Promise<string>
  /** Resolves when nothing was written for so many milliseconds from now on. */
  rests(milliseconds: number): Promise<void>
  /** The exit status, and whether the terminal is as it was. */
  ended(): Promise<{ readonly status: number; readonly modes: string }>
  kill(): void
}

/** A control sequence that no program writes: how the shell around ours tells what it saw. */
const told = 7340

/**
 * The modes of the terminal go with its last program, so a shell stays there to compare them; and until it was heard,
 * because what was written last may go with it too.
 */
const shell = `
trap : INT QUIT
before=$(stty -g)
sh -c 'printf "\\033]${told};pid %s\\007" $$; exec "$@"' sh "$@"
status=$?
[ "$(stty -g)" = "$before" ] && modes=restored || modes=raw
printf '\\033]${told};end %s %s\\007' $status $modes
read -r heard
`

const patience = 10_000

interface Emulated extends Screen {
  readonly told: {
    readonly pid: number | null
    readonly end: { readonly status: number; readonly modes: string } | null
  }
  write(chunk: string): void
  resize(size: Size): void
  /** What the terminal itself says, when a program asks it, and at the end. */
  answers(listener: (text: string) => void): void
}

const screenOf = (size: Size): Emulated => {
  const terminal = new xterm.Terminal({ cols: size.columns, rows: size.rows, allowProposedApi: true, scrollback: 0 })
  let clipboard = ''
  let isCursorShown = true
  let pid: number | null = null
  let end: Emulated['told']['end'] = null
  let say = (_text: string): void => {}
  terminal.parser.registerOscHandler(52, (data) => {
    clipboard = Buffer.from(data.slice(data.indexOf(';') + 1), 'base64').toString()
    return true
  })
  terminal.parser.registerOscHandler(told, (data) => {
    const [word, first, modes = ''] = data.split(' ')
    if (word === 'pid') pid = Number(first)
    else {
      end = { status: Number(first), modes }
      say('\n')
    }
    return true
  })
  for (const final of ['h', 'l'])
    terminal.parser.registerCsiHandler({ prefix: '?', final }, (modes) => {
      if (modes.includes(25)) isCursorShown = final === 'h'
      return false
    })
  return {
    get buffer() {
      return terminal.buffer.active
    },
    get isAlternate() {
      return terminal.buffer.active.type === 'alternate'
    },
    get isCursorShown() {
      return isCursorShown
    },
    get clipboard() {
      return clipboard
    },
    get told() {
      return { pid, end }
    },
    text: () => {
      const { active } = terminal.buffer
      const rows = Array.from({ length: terminal.rows }, (_, at) => active.getLine(active.baseY + at))
      return rows.map((row) => row?.translateToString(true) ?? '').join('\n')
    },
    write: (chunk) => terminal.write(chunk),
    resize: ({ columns, rows }) => terminal.resize(columns, rows),
    answers: (listener) => {
      say = listener
      terminal.onData(listener)
    },
  }
}

/** Starts a program in a pseudo-terminal. */
export const inTerminal = (
  command: readonly string[],
  size: Size,
  { directory, environment }: { readonly directory: string; readonly environment: Readonly<Record<string, string>> },
): Session => {
  const screen = screenOf(size)
  const pty = spawn('/bin/sh', ['-c', shell, 'sh', ...command], {
    cols: size.columns,
    rows: size.rows,
    cwd: directory,
    env: { ...process.env, ...environment },
  })
  let bytes = 0
  let last = performance.now()
  let isOver = false
  pty.onData((chunk) => {
    bytes += Buffer.byteLength(chunk)
    last = performance.now()
    screen.write(chunk)
  })
  screen.answers((text) => pty.write(text))
  pty.onExit(() => {
    isOver = true
  })
  const until = async (isSo: () => boolean, otherwise: string): Promise<void> => {
    const end = performance.now() + patience
    while (!isSo()) {
      if (performance.now() > end) throw new Error(`${otherwise}:\n${screen.text()}`)
      await wait(20)
    }
  }
  return {
    screen,
    get bytes() {
      return bytes
    },
    type: (keys) => pty.write(keys),
    resize: (to) => {
      screen.resize(to)
      pty.resize(to.columns, to.rows)
    },
    signal: (name) => {
      if (screen.told.pid !== null && !isOver) process.kill(screen.told.pid, name)
    },
    sees: async (wanted) => {
      await until(() => wanted.test(screen.text()), `${wanted} is not on the screen`)
      return screen.text()
    },
    rests: (milliseconds) => {
      const from = performance.now()
      return until(() => performance.now() - Math.max(last, from) >= milliseconds, 'it goes on writing')
    },
    ended: async () => {
      await until(() => screen.told.end !== null || isOver, 'it goes on')
      return screen.told.end ?? { status: Number.NaN, modes: 'unknown' }
    },
    kill: () => {
      // The shell leads a group of its own; when it has told the end, there is nobody to kill.
      if (!isOver && screen.told.end === null) process.kill(-pty.pid, 'SIGKILL')
    },
  }
}
