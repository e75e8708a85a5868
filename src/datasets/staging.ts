// Where is a dataset made? In a folder beside its place, that becomes the place at the end or goes without a trace.
import { randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { flush } from '../offline/files.ts'

export interface Staging {
  readonly folder: string
  /** Gives the folder its name; what lies there is of a process that died before it could record it. */
  settle(name: string): void
}

/** Longer than anything may take that still works in its folder. */
const abandoned = 7 * 86_400_000

export const inStaging = async <T>(parent: string, work: (staging: Staging) => Promise<T>): Promise<T> => {
  mkdirSync(parent, { recursive: true, mode: 0o700 })
  const folder = join(parent, `.${randomBytes(6).toString('hex')}.partial`)
  mkdirSync(folder, { mode: 0o700 })
  sweep(parent, statSync(folder).mtimeMs - abandoned)
  try {
    return await work({
      folder,
      settle: (name) => {
        for (const file of readdirSync(folder)) flush(join(folder, file))
        flush(folder)
        rmSync(join(parent, name), { recursive: true, force: true })
        renameSync(folder, join(parent, name))
      },
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const sweep = (parent: string, before: number): void => {
  for (const name of readdirSync(parent).filter((it) => it.startsWith('.') && it.endsWith('.partial'))) {
    const stat = statSync(join(parent, name), { throwIfNoEntry: false })
    if (stat !== undefined && stat.mtimeMs < before) rmSync(join(parent, name), { recursive: true, force: true })
  }
}
