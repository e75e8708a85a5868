// Was this asked before? Answers of aggregations kept by all that they depend on: who comes back with one feature
// changed computes one feature. What is kept is never stale, since nothing in its name can change.
import { createHash, randomBytes } from 'node:crypto'
import { createReadStream, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { PintailError } from '../core/errors.ts'
import { hashOf } from '../core/fingerprint.ts'
import type { History } from '../core/history.ts'
import { pintailVersion } from '../core/product.ts'
import { engineType } from '../core/values.ts'
import type { FeatureVersion } from '../core/versions.ts'
import { flush } from '../offline/files.ts'
import { readParquet, type Session } from '../offline/offline-store.ts'
import { quoteName, quoteText } from '../sql/quote.ts'
import { render } from '../sql/render.ts'

/** What was asked, apart from the features: the rows, the history, and how the one is held against the other. */
export interface Occasion {
  /** SHA-256 of the spine file. */
  readonly spine: string
  /** How it is read: its instant and key columns, with their types. */
  readonly columns: readonly string[]
  readonly history: History
  readonly knownAt: boolean
}

export interface Shelf {
  /** The file and column of each feature that was answered on this occasion before. */
  readonly kept: Kept
  /** Computes and keeps answers: SQL that gives `rid` and `f0…` for the features. */
  keep(answer: string, features: readonly FeatureVersion[]): Promise<Kept>
}

export type Kept = ReadonlyMap<FeatureVersion, { readonly file: string; readonly column: string }>

/** Bytes that all answers kept may take; the ones written longest ago go first. */
const mostBytes = 2 * 1024 ** 3
/** Milliseconds in which someone may still be reading what was found. */
const inUse = 600_000

export const openShelf = async (
  session: Session,
  folder: string,
  occasion: Occasion,
  features: readonly FeatureVersion[],
): Promise<Shelf> => {
  const home = join(folder, occasion.history.rowSet.view, nameOf(occasion))
  const known = await columnsIn(session, home)
  const kept = new Map(
    features.flatMap((feature) => {
      const column = columnOf(feature)
      const file = known.get(column)
      return file === undefined ? [] : [[feature, { file, column }] as const]
    }),
  )
  return {
    kept,
    keep: async (answer, fresh) => {
      mkdirSync(home, { recursive: true, mode: 0o700 })
      const file = join(home, `${randomBytes(6).toString('hex')}.parquet`)
      const staged = `${file}.part`
      const columns = fresh.map((feature, i) => `f${i} AS ${quoteName(columnOf(feature))}`)
      try {
        const slots = { columns: ['rid', ...columns].join(', '), answer, file: quoteText(staged) }
        await session.run(render('retrieval/keep-answers', slots))
        flush(staged)
        renameSync(staged, file)
      } finally {
        rmSync(staged, { force: true })
      }
      makeRoom(folder)
      return new Map(fresh.map((feature) => [feature, { file, column: columnOf(feature) }]))
    },
  }
}

/** SQL that gives `rid, f0…` of what is kept, in the order of the features. */
export const keptAnswer = (kept: Kept, features: readonly FeatureVersion[]): string => {
  const files = [...new Set([...kept.values()].map((it) => it.file))]
  const columns = features.flatMap((feature, i) => {
    const it = kept.get(feature)
    return it === undefined ? [] : [`kept${files.indexOf(it.file)}.${quoteName(it.column)} AS f${i}`]
  })
  const [first = '', ...others] = files.map((file, i) => `${readParquet([file])} AS kept${i}`)
  const joined = others.map((relation) => `JOIN ${relation} USING (rid)`)
  return `SELECT rid, ${columns.join(', ')} FROM ${[first, ...joined].join('\n')}`
}

/** SHA-256 of a file by what it held while `read` ran; null when it changed meanwhile. */
export const hashedWhile = async <T>(path: string, read: () => Promise<T>): Promise<[T, string | null]> => {
  const state = (): string => {
    const { size, mtimeNs, ctimeNs, ino } = statSync(path, { bigint: true })
    return [size, mtimeNs, ctimeNs, ino].join()
  }
  const before = state()
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk)
  const result = await read()
  return [result, state() === before ? hash.digest('hex') : null]
}

const nameOf = ({ spine, columns, history, knownAt }: Occasion): string =>
  hashOf({
    pintail: pintailVersion,
    spine,
    columns: [...columns],
    segments: history.segments.map((it) => it.files.find((file) => file.identities)?.path ?? ''),
    hidden: [...history.hidden],
    knownAt,
  })

/** A version by what it computes, the categories it was fitted to included. */
const columnOf = (feature: FeatureVersion): string =>
  hashOf({
    fingerprint: feature.fingerprint,
    type: engineType(feature.type),
    vocabulary: feature.aggregate?.categories?.vocabulary?.slice() ?? null,
    fits: feature.fits.map((it) => it.value),
  })

const columnsIn = async (session: Session, home: string): Promise<Map<string, string>> => {
  const files = existsSync(home) ? readdirSync(home).filter((name) => name.endsWith('.parquet')) : []
  const found = new Map<string, string>()
  for (const name of files.sort()) {
    const file = join(home, name)
    for (const name of await columnsOf(session, file)) found.set(name, file)
  }
  found.delete('rid')
  return found
}

/** What a loss of power left half written is of no use to anyone. */
const columnsOf = async (session: Session, file: string): Promise<string[]> => {
  try {
    return (await session.describe(`SELECT * FROM ${readParquet([file])}`)).map((column) => column.name)
  } catch (cause) {
    if (!(cause instanceof PintailError) || cause.code !== 'engine_failure') throw cause
    rmSync(file, { force: true })
    return []
  }
}

const makeRoom = (folder: string): void => {
  const homes = readdirSync(folder)
    .flatMap((view) => readdirSync(join(folder, view)).map((name) => join(folder, view, name)))
    .map((home) => {
      const files = readdirSync(home).map((file) => statSync(join(home, file), { throwIfNoEntry: false }))
      const bytes = files.reduce((sum, file) => sum + (file?.size ?? 0), 0)
      return { home, bytes, written: Math.max(0, ...files.map((file) => file?.mtimeMs ?? 0)) }
    })
  const newest = Math.max(...homes.map((it) => it.written))
  let total = homes.reduce((sum, it) => sum + it.bytes, 0)
  for (const { home, bytes, written } of homes.toSorted((a, b) => a.written - b.written)) {
    if (total <= mostBytes || written > newest - inUse) return
    rmSync(home, { recursive: true, force: true })
    total -= bytes
  }
}
