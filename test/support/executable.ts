// How do tests run the built executable? As a stranger would: a home of its own, no Node.js on the path.
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'

export const executable = join(import.meta.dirname, '../../dist/pintail')

export interface Outcome {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface Circumstances {
  readonly directory?: string
  /** The whole environment. */
  readonly environment?: Readonly<Record<string, string>>
  readonly program?: string
}

export const pintail = (args: readonly string[], { directory, environment, program }: Circumstances = {}) => {
  if (!existsSync(executable)) throw new Error('dist/pintail is not there: npm run build')
  const env = environment ?? { PINTAIL_CACHE: process.env.PINTAIL_CACHE ?? '' }
  const child = spawn(program ?? executable, args, {
    cwd: directory ?? tmpdir(),
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const outcome = { stdout: '', stderr: '' }
  child.stdout.on('data', (chunk) => (outcome.stdout += chunk))
  child.stderr.on('data', (chunk) => (outcome.stderr += chunk))
  return new Promise<Outcome>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (status) => resolve({ status, ...outcome }))
  })
}

/** A folder that goes with the test. */
export const temporaryFolder = (t: TestContext): string => {
  const folder = mkdtempSync(join(tmpdir(), 'pintail-test-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
