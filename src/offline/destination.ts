// Where does an answer go? Behind links, for a link stays one; and not where no file can be.
import { randomBytes } from 'node:crypto'
import { readlinkSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { messageOf, PintailError } from '../core/errors.ts'

/** The file that a path stands for, at the end of its links; it need not be there yet. */
export const fileBehind = (path: string): string => {
  try {
    return realpathSync(path)
  } catch {
    const target = linkOf(path)
    return target === null || target === path ? path : fileBehind(target)
  }
}

/** Where a link leads that leads to nothing; null: it is none, or leads in a circle. */
const linkOf = (path: string): string | null => {
  try {
    statSync(path, { throwIfNoEntry: false })
    return resolve(dirname(path), readlinkSync(path))
  } catch {
    return null
  }
}

/** Throws unless a file can be written there; for the beginning of long work. */
export const checkPlace = (path: string): void => {
  const folder = statOf(dirname(path), path)
  if (folder === undefined) throw unwritable(path, `there is no folder "${dirname(path)}"`, `mkdir -p ${dirname(path)}`)
  if (!folder.isDirectory()) throw unwritable(path, `"${dirname(path)}" is a file`, 'give another place with -o FILE')
  const there = statOf(path, path)
  if (there?.isDirectory()) {
    throw unwritable(path, `"${path}" is a folder`, 'give a file with -o FILE')
  }
  // A rename would put a file in the place of the device, for the whole machine.
  if (there !== undefined && !there.isFile()) {
    throw unwritable(path, `"${path}" is no file but a device or a pipe`, `write to stdout: -o - > ${path}`)
  }
}

const statOf = (path: string, output: string) => {
  try {
    return statSync(path, { throwIfNoEntry: false })
  } catch (cause) {
    throw unwritableBy(output, cause)
  }
}

/** A failure of the system while something is written, told; anything else is given back as it is. */
export const unwritableBy = (path: string, cause: unknown): unknown => {
  if (cause instanceof PintailError || !(cause instanceof Error) || !('syscall' in cause)) return cause
  const code = 'code' in cause ? String(cause.code) : ''
  const isFull = ['ENOSPC', 'EDQUOT', 'EFBIG'].includes(code)
  return new PintailError({
    code: isFull ? 'store_full' : 'output_unwritable',
    message: `"${path}" cannot be written: ${messageOf(cause)}`,
    at: { file: path },
    fix: isFull
      ? 'make room there (df -h, ulimit -f), or give another place with -o FILE'
      : 'give another place with -o FILE',
    cause,
  })
}

/** Writes a text as a file, whole or not at all. */
export const writeWhole = (path: string, text: string): void =>
  throughPartial(path, (beside) => writeFileSync(beside, text))

/** Lets `write` make a file beside its place, and puts it there when it is whole. */
export const throughPartial = (path: string, write: (beside: string) => void): void => {
  const to = fileBehind(path)
  const beside = join(dirname(to), `.${basename(to)}.${randomBytes(4).toString('hex')}.partial`)
  try {
    write(beside)
    renameSync(beside, to)
  } catch (cause) {
    throw unwritableBy(path, cause)
  } finally {
    rmSync(beside, { force: true })
  }
}

const unwritable = (path: string, message: string, fix: string): PintailError =>
  new PintailError({ code: 'output_unwritable', message, at: { file: path }, fix })
