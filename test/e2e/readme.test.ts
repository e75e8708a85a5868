// Is the README true? Its commands, run as written in an empty folder with the built executable, say what it shows.
import assert from 'node:assert/strict'
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { executable } from '../support/executable.ts'

const readme = resolve(import.meta.dirname, '../../README.md')

interface Shown {
  readonly command: string
  readonly output: string
}

/** The commands of all `console` blocks, each with what stands below it. */
const shownIn = (text: string): Shown[] =>
  [...text.matchAll(/```console\n([\s\S]*?)```/g)].flatMap(([, block = '']) =>
    block
      .split(/^\$ /m)
      .slice(1)
      .map((part) => {
        const [command = '', ...output] = part.split('\n')
        return { command, output: output.join('\n').trim() }
      }),
  )

/** Durations, instants and run numbers differ from run to run; everything else is held to the letter. */
const settled = (output: string): string =>
  output
    .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z/g, '<now>')
    .replaceAll(/\d+(\.\d+)? m?s\b/g, '<time>')
    .replaceAll(/[ \t]+$/gm, '')
    .trim()

const environment = (home: string): Record<string, string> => ({
  PATH: `${dirname(executable)}:/usr/bin:/bin`,
  HOME: home,
  NO_COLOR: '1',
  PINTAIL_CACHE: process.env.PINTAIL_CACHE || join(home, 'cache'),
})

const controlSign = String.fromCharCode(27)

/** What a screen still shows: a progress bar is wiped before the report. */
const seen = (output: string): string =>
  output
    .replaceAll('\r\n', '\n')
    .split('\n')
    .map((line) => line.split(`${controlSign}[2K`).at(-1) ?? '')
    .join('\n')
    .replaceAll(new RegExp(`${controlSign}(\\[[0-9;?]*[A-Za-z]|[78])`, 'g'), '')

/** Runs a command as at a terminal, since the README shows what a person sees. */
const atTerminal = (command: string, cwd: string, env: Record<string, string>): string => {
  const { stdout, status } = spawnSync('script', ['-qec', command, '/dev/null'], { cwd, env, encoding: 'utf8' })
  assert.equal(status, 0, `${command}: ${stdout}`)
  return seen(stdout)
}

const serving = async (command: string, cwd: string, env: Record<string, string>): Promise<ChildProcess> => {
  const child = spawn('/bin/sh', ['-c', `exec ${command.replace(/&$/, '')}`], { cwd, env, stdio: 'ignore' })
  const port = /--port (\d+)/.exec(command)?.[1] ?? '6566'
  for (let i = 0; i < 100; i++) {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => null)
    if (answer?.ok) return child
    await setTimeout(50)
  }
  child.kill()
  throw new Error(`${command} does not answer`)
}

const lacking = ['script', 'curl'].filter((name) => spawnSync('sh', ['-c', `command -v ${name}`]).status !== 0)
const skip = lacking.length === 0 ? false : `this machine has no ${lacking.join(' and no ')}`

test('the README’s commands say what it shows', { skip, timeout: 120_000 }, async () => {
  const home = mkdtempSync(join(tmpdir(), 'pintail-readme-'))
  const env = environment(home)
  const text = readFileSync(readme, 'utf8')
  let [folder, written, from] = [home, text, 0]
  let server: ChildProcess | undefined
  try {
    const commands = shownIn(text)
    assert.ok(commands.length >= 8)
    for (const { command, output } of commands) {
      if (command.startsWith('cd ')) folder = resolve(folder, command.slice(3))
      else if (command.endsWith('&')) server = await serving(command, folder, env)
      else {
        const said = atTerminal(command, folder, env)
        if (process.env.UPDATE_GOLDEN) {
          const shown = settled(said) === settled(output) ? output : said.trimEnd().replaceAll(/[ \t]+$/gm, '')
          const end = output === '' && shown !== '' ? '\n' : ''
          // A command may stand in the README twice.
          const at = written.indexOf(`$ ${command}\n${output}`, from)
          from = at + `$ ${command}\n${shown}`.length
          written = `${written.slice(0, at)}$ ${command}\n${shown}${end}${written.slice(at + `$ ${command}\n${output}`.length)}`
        } else assert.equal(settled(said), settled(output), command)
      }
    }
  } finally {
    server?.kill()
    rmSync(home, { recursive: true })
  }
  if (written !== text) writeFileSync(readme, written)
})

test('the README tells the executable’s size', () => {
  assert.ok(existsSync(executable))
  const megabytes = Number(/(\d+) MB on disk/.exec(readFileSync(readme, 'utf8'))?.[1])
  assert.ok(Math.abs(statSync(executable).size / 1e6 - megabytes) < 3, `${statSync(executable).size / 1e6} MB`)
})
