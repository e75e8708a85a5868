// Which peers are there? Their commands, the Python environment they run in, and what is missing.
import { execFileSync } from 'node:child_process'
import { accessSync, constants, existsSync, mkdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cacheFolder, inCache, repository } from './cache.ts'

const peer = (name: string): string => fileURLToPath(new URL(`peers/${name}`, import.meta.url))

export const python = inCache('venv/bin/python')
export const executable = join(repository, 'dist/pintail')

/** Makes the Python environment the first time; says why when it cannot. */
export const pythonMissing = (): string | undefined => {
  if (existsSync(inCache('venv/ready'))) return undefined
  try {
    mkdirSync(cacheFolder, { recursive: true })
    execFileSync('python3', ['-m', 'venv', inCache('venv')], { stdio: 'pipe' })
    execFileSync(python, ['-m', 'pip', 'install', '--quiet', '-r', peer('requirements.txt')], { stdio: 'pipe' })
    mkdirSync(inCache('venv/ready'))
    return undefined
  } catch (cause) {
    return `no Python with pandas and polars: ${cause instanceof Error ? cause.message.split('\n')[0] : String(cause)}`
  }
}

export const pintailMissing = (): string | undefined =>
  existsSync(executable) ? undefined : 'dist/pintail is not built; run npm run build'

/** The path of a program on PATH. */
export const found = (program: string): string | undefined =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, program))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK)
        return true
      } catch {
        return false
      }
    })

export const inPython = (name: string, ...options: readonly string[]): readonly string[] => [
  python,
  peer(name),
  ...options,
]
export const inNode = (name: string, ...options: readonly string[]): readonly string[] => [
  process.execPath,
  '--disable-warning=ExperimentalWarning',
  peer(name),
  ...options,
]
export const pintail = (project: string, ...options: readonly string[]): readonly string[] => [
  executable,
  '--project',
  project,
  ...options,
]
