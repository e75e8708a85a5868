// Runs the command line as a user would, in a process of its own.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { TestContext } from 'node:test'

export const main = join(import.meta.dirname, '../../src/main.ts')

export interface Outcome {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface Surroundings {
  readonly directory?: string
  readonly input?: string
  readonly environment?: Readonly<Record<string, string>>
}

export const start = (args: readonly string[], { directory, environment }: Surroundings = {}) =>
  spawn(process.execPath, ['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON', main, ...args], {
    cwd: directory ?? tmpdir(),
    env: { ...process.env, FORCE_COLOR: '0', ...environment },
  })

export const pintail = async (args: readonly string[], surroundings: Surroundings = {}): Promise<Outcome> => {
  const child = start(args, surroundings)
  child.stdin.on('error', () => {})
  child.stdin.end(surroundings.input ?? '')
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)])
  return { status: await ended, stdout, stderr }
}

export const temporaryFolder = (test: TestContext): string => {
  const folder = mkdtempSync(join(tmpdir(), 'pintail-cli-'))
  test.after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
