// Is the file at a path still the one that is open? What takes its place is gone over to; that it is gone is said.
import { rmSync, statSync } from 'node:fs'
import { elapsed } from './core/clock.ts'
import { PintailError } from './core/errors.ts'

export interface FollowOptions<T> {
  readonly path: string
  /** What the file is, for messages: `registry.db`. */
  readonly name: string
  /** What to do when it is gone. */
  readonly gone: string
  open(): T
  close(it: T): void
  /** In the midst of what must not see two files: nothing is looked at. */
  isBusy(it: T): boolean
  /** The same file was written to, perhaps by who knows nothing of it. False: it is to be opened anew; throws what it is. */
  stands(it: T): boolean
}

export interface Followed<T> {
  /** Of the file that is at the path; looks no more than four times a second. Throws when it is gone. */
  get(): T
  /** Looks now. */
  look(): T
  /** Another number with each file, and with each write that went past what is open. */
  times(): number
  /** Does it with what is open, unless that is not what is at the path any more. */
  ifThere(work: (it: T) => void): void
  close(): void
}

/** Milliseconds between two looks: to ask the system costs a third of an online read. */
const rest = 250

interface Sign {
  /** Device and inode. */
  readonly file: string
  readonly written: string
}

export const followed = <T>(options: FollowOptions<T>): Followed<T> => {
  const { path } = options
  let it = options.open()
  let seen = signOf(path)
  let log = signOf(`${path}-wal`)
  let looked = elapsed()
  let times = 0
  let obstacle: { readonly thrown: unknown } | null = null

  const goOver = (): void => {
    // A log that was there before belongs to the file that is gone: read with another it would damage what it says.
    if (log !== null && signOf(`${path}-wal`)?.file === log.file)
      for (const end of ['-wal', '-shm']) rmSync(`${path}${end}`, { force: true })
    const old = it
    it = options.open()
    // Who is at work further up the stack still holds it.
    setImmediate(() => options.close(old))
  }
  const check = (): void => {
    const now = signOf(path)
    if (now === null && seen !== null) throw isGone(options)
    const isOther = now?.file !== seen?.file
    const isWritten = now?.written !== seen?.written
    if (isOther || (isWritten && !options.stands(it))) goOver()
    if (isOther || isWritten || obstacle !== null) times += 1
    // Opening may itself have written.
    seen = isOther ? signOf(path) : now
    log = signOf(`${path}-wal`)
  }
  const look = (): T => {
    if (options.isBusy(it)) return it
    looked = elapsed()
    try {
      check()
      obstacle = null
    } catch (thrown) {
      obstacle = { thrown }
      throw thrown
    }
    return it
  }
  return {
    look,
    get: () => {
      if (seen === null || elapsed() - looked >= rest) return look()
      if (obstacle !== null) throw obstacle.thrown
      return it
    },
    times: () => times,
    ifThere: (work) => {
      if (seen !== null && obstacle === null && signOf(path)?.file === seen.file) work(it)
    },
    close: () => options.close(it),
  }
}

const signOf = (path: string): Sign | null => {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false })
  return found ? { file: `${found.dev} ${found.ino}`, written: `${found.mtimeNs} ${found.size}` } : null
}

const isGone = ({ path, name, gone }: Pick<FollowOptions<unknown>, 'path' | 'name' | 'gone'>): PintailError =>
  new PintailError({
    code: 'registry_damaged',
    message: `${name} is gone: it was there when it was opened`,
    at: { file: path },
    fix: gone,
  })
