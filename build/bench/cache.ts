// Where do benchmark data live, and when are they written? Once, in an ignored folder, named by what shapes them.
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const repository = fileURLToPath(new URL('../../', import.meta.url))
export const cacheFolder = join(repository, '.cache/bench')
export const inCache = (...parts: readonly string[]): string => join(cacheFolder, ...parts)

/** The path of a file or folder that `make` writes the first time; a broken attempt leaves nothing behind. */
export const madeOnce = async (name: string, make: (path: string) => Promise<void>): Promise<string> => {
  const path = inCache('data', name)
  if (existsSync(path)) return path
  const unfinished = join(dirname(path), `unfinished-${name}`)
  mkdirSync(dirname(path), { recursive: true })
  rmSync(unfinished, { recursive: true, force: true })
  process.stderr.write(`writing ${name}\n`)
  await make(unfinished)
  renameSync(unfinished, path)
  return path
}

/** An empty folder for one competitor. */
export const emptied = (...parts: readonly string[]): string => {
  const path = inCache(...parts)
  rmSync(path, { recursive: true, force: true })
  mkdirSync(path, { recursive: true })
  return path
}
