// A Python with packages of fixed versions in it, made once under the ignored cache; where it cannot be had, the reason.
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const cache = join(import.meta.dirname, '../../.cache')

export type Python = { readonly python: string } | { readonly missing: string }

/** The path of an interpreter that has the package, or why there is none. */
export const pythonWith = async (name: string, version: string): Promise<Python> => {
  const folder = join(cache, `${name}-${version}`)
  const python = join(folder, 'bin/python')
  if (existsSync(python)) return { python }
  // Its name says that it is whole.
  const made = `${folder}-unfinished`
  try {
    await mkdir(cache, { recursive: true })
    await rm(made, { recursive: true, force: true })
    await run('python3', ['-m', 'venv', made])
    const install = ['-m', 'pip', 'install', '--quiet', '--retries', '1', '--timeout', '20', `${name}==${version}`]
    await run(join(made, 'bin/python'), install, { timeout: 600_000 })
    await rename(made, folder)
    return { python }
  } catch (cause) {
    return { missing: `${name} ${version} cannot be installed: ${String(cause).split('\n')[0]}` }
  }
}
