// How does a program lose the symbols that only a debugger reads? With binutils' `strip`, on a copy kept by its hash.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs'
import { basename, join } from 'node:path'

const kept = join(import.meta.dirname, '../.cache/stripped')

/** The stripped copy of an ELF file; the file itself where there is no `strip`, or on systems that sign their files. */
export const strippedFile = (path: string): string => {
  if (process.platform !== 'linux') return path
  const hash = createHash('sha256').update(readFileSync(path)).digest('hex').slice(0, 16)
  const copy = join(kept, `${hash}-${basename(path)}`)
  if (existsSync(copy)) return copy
  mkdirSync(kept, { recursive: true })
  const fresh = `${copy}.${process.pid}`
  const { status, error } = spawnSync('strip', ['-o', fresh, path], { stdio: 'inherit' })
  if (error !== undefined || status !== 0) {
    console.error(
      `note: ${basename(path)} goes in unstripped, so the executable is larger; install binutils for \`strip\``,
    )
    return path
  }
  renameSync(fresh, copy)
  return copy
}
