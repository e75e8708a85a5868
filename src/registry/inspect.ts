// Do the registry and the offline folder agree? Files it names that are gone, and files that it does not name.
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { namedFiles } from './files.ts'
import type { Registry } from './registry.ts'

export interface Inspection {
  /** Of registry.db. */
  readonly format: number
  /** Paths below the offline folder. */
  readonly missing: readonly string[]
  readonly leftovers: readonly string[]
  /** Of the leftovers. */
  readonly bytes: number
}

/** What a run is writing just now is no leftover. */
export const inspect = (registry: Registry, offline: string): Inspection => {
  const named = namedFiles(registry)
  const leftovers = filesBelow(offline).filter((path) => !named.has(path) && !path.startsWith('staging'))
  return {
    format: Number(registry.database.pragma('user_version', { simple: true })),
    missing: [...named].filter((path) => !existsSync(registry.absolute(path))),
    leftovers,
    bytes: leftovers.reduce(
      (sum, path) => sum + (statSync(join(offline, path), { throwIfNoEntry: false })?.size ?? 0),
      0,
    ),
  }
}

const filesBelow = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    : []
