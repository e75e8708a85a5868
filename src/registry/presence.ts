// Is the process that began a run still there? It holds a lock that the system takes back when it dies.
import { randomUUID } from 'node:crypto'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { holdLock, isHeld } from '../sqlite.ts'

export interface Presence {
  /** This process's sign, to be noted with what it begins; held from the first call on. */
  sign(): string
  isThere(sign: string): boolean
  leave(): void
}

export const presenceIn = (folder: string): Presence => {
  let own: { readonly sign: string; readonly letGo: () => void } | null = null
  const fileOf = (sign: string): string => join(folder, `process-${sign}.lock`)
  return {
    sign: () => {
      if (own) return own.sign
      const sign = randomUUID()
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      own = { sign, letGo: holdLock(fileOf(sign)) }
      return sign
    },
    isThere: (sign) => {
      if (own?.sign === sign) return true
      const there = isHeld(fileOf(sign))
      if (!there) rmSync(fileOf(sign), { force: true })
      return there
    },
    leave: () => {
      if (!own) return
      own.letGo()
      rmSync(fileOf(own.sign), { force: true })
      own = null
    },
  }
}
