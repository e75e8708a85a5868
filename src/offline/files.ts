// When does a file count? Written in a staging folder, flushed, renamed into place; only then named by the registry.
import { randomBytes } from 'node:crypto'
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

/** The offline folder and a place in it where files are written before they count. */
export interface OfflineFolder {
  /** Absolute path of a file the registry names. */
  absolute(path: string): string
  relative(path: string): string
  /** A fresh folder of one run, to be removed with {@link discard}. */
  stage(run: number): string
  discard(staging: string): void
  /** Staging folders that stand, each with the run it was made for. */
  staged(): { readonly folder: string; readonly run: number }[]
  /** Flushes staged files and moves them to where they will count; gives their paths as the registry names them. */
  settle(files: readonly { readonly staged: string; readonly path: string }[]): string[]
  /** Removes the files below `folders` that `named` does not hold: what a crash left. */
  sweep(folders: readonly string[], named: ReadonlySet<string>): string[]
}

/** Once it returns, a loss of power leaves the file or folder as it is. */
export const flush = (path: string): void => {
  const file = openSync(path, 'r')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

export const offlineFolder = (root: string): OfflineFolder => {
  const staging = join(root, 'staging')
  const listed = (folder: string): string[] =>
    existsSync(folder)
      ? readdirSync(folder, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map((entry) => relative(root, join(entry.parentPath, entry.name)))
      : []
  return {
    absolute: (path) => join(root, path),
    relative: (path) => relative(root, path),
    stage: (run) => {
      const folder = join(staging, `${run}-${randomBytes(4).toString('hex')}`)
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      return folder
    },
    discard: (folder) => rmSync(folder, { recursive: true, force: true }),
    staged: () =>
      existsSync(staging)
        ? readdirSync(staging).map((name) => ({ folder: join(staging, name), run: Number.parseInt(name, 10) }))
        : [],
    settle: (files) => {
      const folders = new Set<string>()
      for (const { staged, path } of files) {
        const target = join(root, path)
        mkdirSync(dirname(target), { recursive: true, mode: 0o700 })
        flush(staged)
        renameSync(staged, target)
        folders.add(dirname(target))
      }
      for (const folder of folders) flush(folder)
      return files.map((file) => file.path)
    },
    sweep: (folders, named) => {
      const lost = folders.flatMap((folder) => listed(join(root, folder))).filter((path) => !named.has(path))
      for (const path of lost) rmSync(join(root, path), { force: true })
      return lost
    },
  }
}

/** Where a source's landed rows, and a row set's segments, are kept. */
export const sourceFolder = (source: string): string => join('sources', source)
export const rowSetFolder = (view: string, rowSet: number): string => join('views', view, String(rowSet))
