// What is on the screen of a terminal? A real pseudo-terminal, and of its escapes as many as a program like ours writes.
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

export interface Size {
  readonly columns: number
  readonly rows: number
}

/** The screen that a stream of text and escapes makes. */
export class Emulator {
  rows: string[][] = []
  isAlternate = false
  isCursorShown = true
  /** What was put on the clipboard (OSC 52). */
  clipboard = ''
  private size: Size
  private row = 0
  private column = 0
  private rest = ''

  constructor(size: Size) {
    this.size = size
    this.clear()
  }

  resize(size: Size): void {
    this.size = size
    this.rows = Array.from({ length: size.rows }, (_, at) => this.rows[at]?.slice(0, size.columns) ?? [])
    this.row = Math.min(this.row, size.rows - 1)
  }

  text(): string {
    return this.rows
      .map((row) =>
        Array.from(row, (it) => it ?? ' ')
          .join('')
          .trimEnd(),
      )
      .join('\n')
  }

  write(chunk: string): void {
    let text = this.rest + chunk
    this.rest = ''
    while (text !== '') {
      const [taken] = sequence.exec(text) ?? []
      if (taken === undefined) {
        if (text.startsWith('\x1b') && text.length < 4096) {
          this.rest = text
          return
        }
        text = text.slice(1)
        continue
      }
      this.take(taken)
      text = text.slice(taken.length)
    }
  }

  private take(part: string): void {
    if (part.startsWith('\x1b]')) {
      const [, data] = /52;c;([\w+/=]*)/.exec(part) ?? []
      if (data !== undefined) this.clipboard = Buffer.from(data, 'base64').toString()
    } else if (part.startsWith('\x1b[')) this.control(part.slice(2, -1), part.at(-1) ?? '')
    else if (part === '\n') this.down()
    else if (part === '\r') this.column = 0
    else if (part === '\b') this.column = Math.max(0, this.column - 1)
    else if (part >= ' ') for (const char of part) this.put(char)
  }

  private put(char: string): void {
    if (this.column >= this.size.columns) {
      this.column = 0
      this.down()
    }
    const row = this.rows[this.row]
    if (row) row[this.column] = char
    this.column += 1
  }

  private down(): void {
    if (this.row < this.size.rows - 1) this.row += 1
    else this.rows = [...this.rows.slice(1), []]
  }

  private clear(): void {
    this.rows = Array.from({ length: this.size.rows }, () => [])
  }

  private control(given: string, final: string): void {
    const [first = 0, second = 0] = given.split(';').map(Number)
    const many = Math.max(1, first)
    if (final === 'A') this.row = Math.max(0, this.row - many)
    else if (final === 'B') this.row = Math.min(this.size.rows - 1, this.row + many)
    else if (final === 'C') this.column += many
    else if (final === 'D') this.column = Math.max(0, this.column - many)
    else if (final === 'E') [this.row, this.column] = [Math.min(this.size.rows - 1, this.row + many), 0]
    else if (final === 'F') [this.row, this.column] = [Math.max(0, this.row - many), 0]
    else if (final === 'G') this.column = many - 1
    else if (final === 'H') [this.row, this.column] = [many - 1, Math.max(1, second) - 1]
    else if (final === 'K') this.erase(first)
    else if (final === 'J') this.eraseRows(first)
    else if (given === '?1049') {
      this.isAlternate = final === 'h'
      this.clear()
    } else if (given === '?25') this.isCursorShown = final === 'h'
  }

  private erase(how: number): void {
    const row = this.rows[this.row] ?? []
    this.rows[this.row] = how === 2 ? [] : how === 1 ? row.fill(' ', 0, this.column + 1) : row.slice(0, this.column)
  }

  private eraseRows(how: number): void {
    if (how < 2) this.erase(0)
    for (let at = how < 2 ? this.row + 1 : 0; at < this.size.rows; at++) this.rows[at] = []
  }
}

const [started, bell] = ['\\u001b', '\\u0007']
const control = '\\p{Cc}'

/** One control sequence, one control character, or letters up to the next of them. */
const sequence = new RegExp(
  `^(?:${started}\\[[\\d;?<>=]*[ -/]*[@-~]|${started}\\][^${bell}${started}]*(?:${bell}|${started}\\\\)|${started}[()]\\w|${started}[^\\[\\]()]|(?!${started})${control}|[^${control}]+)`,
  'u',
)

export interface Session {
  readonly screen: Emulator
  type(keys: string): void
  resize(size: Size): void
  signal(name: string): void
  /** Resolves when the screen shows it; rejects with what it shows instead. */
  sees(wanted: RegExp): Promise<string>
  /** The exit status, and whether the terminal is as it was. */
  ended(): Promise<{ readonly status: number; readonly modes: string }>
  kill(): void
}

const patience = 10_000

/** Starts a program in a pseudo-terminal. */
export const inTerminal = (
  command: readonly string[],
  size: Size,
  { directory, environment }: { readonly directory: string; readonly environment: Readonly<Record<string, string>> },
): Session => {
  const helper = join(import.meta.dirname, 'pseudo-terminal.py')
  const child: ChildProcessWithoutNullStreams = spawn(
    'python3',
    [helper, String(size.columns), String(size.rows), ...command],
    { cwd: directory, env: { ...process.env, ...environment } },
  )
  const screen = new Emulator(size)
  let told = ''
  child.stdout.setEncoding('utf8')
  child.stdout.on('data', (chunk: string) => {
    const end = chunk.indexOf('\0')
    screen.write(end < 0 ? chunk : chunk.slice(0, end))
    if (end >= 0) told = chunk.slice(end + 1)
  })
  child.stderr.on('data', (chunk) => process.stderr.write(chunk))
  child.stdin.on('error', () => {})
  const closed = new Promise<void>((resolve) => child.on('close', () => resolve()))
  return {
    screen,
    type: (keys) => child.stdin.write(keys),
    resize: (to) => {
      screen.resize(to)
      child.stdin.write(`\0size ${to.columns} ${to.rows}\n`)
    },
    signal: (name) => child.stdin.write(`\0signal ${name}\n`),
    sees: async (wanted) => {
      const until = performance.now() + patience
      while (!wanted.test(screen.text())) {
        if (performance.now() > until) throw new Error(`${wanted} is not on the screen:\n${screen.text()}`)
        await wait(20)
      }
      return screen.text()
    },
    ended: async () => {
      await Promise.race([
        closed,
        wait(patience).then(() => Promise.reject(new Error(`it goes on:\n${screen.text()}`))),
      ])
      const [status = '', modes = ''] = told.split(' ')
      return { status: Number(status), modes }
    },
    kill: () => child.stdin.end(),
  }
}
