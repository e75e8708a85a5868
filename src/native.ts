// How does one file hold native libraries? Each engine's files are unpacked once, when it is first used, into a private
// folder named by their content, and loaded from there. From sources, node_modules serves; this is only called when bundled.
import {
  closeSync,
  existsSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { getRawAsset } from 'node:sea'
import { zstdDecompressSync } from 'node:zlib'
import { systemClock } from './core/clock.ts'
import { messageOf, PintailError } from './core/errors.ts'

/** The native files of one engine, as the build packed them. */
export interface NativePack {
  readonly engine: string
  /** SHA-256 of all files. */
  readonly hash: string
  /** The first is loaded; it finds the others beside it. Sizes are bytes, unpacked. */
  readonly files: readonly [NativeFile, ...NativeFile[]]
}

export interface NativeFile {
  readonly name: string
  readonly size: number
}

/** A file's content, unpacked. */
export type ReadPacked = (pack: NativePack, file: NativeFile) => Uint8Array

const readAsset: ReadPacked = (pack, file) => zstdDecompressSync(getRawAsset(`${pack.engine}/${file.name}`))

/** What the engine's native module exports. Tries each cache folder until one takes the files and may run them. */
export const loadNative = (pack: NativePack, read: ReadPacked = readAsset): unknown => {
  const reasons: string[] = []
  for (const cache of cacheFolders()) {
    try {
      return open(join(unpack(pack, cache, read), pack.files[0].name))
    } catch (cause) {
      if (cause instanceof PintailError) throw cause
      reasons.push(`${cache}: ${messageOf(cause)}`)
    }
  }
  throw new PintailError({
    code: 'native_unavailable',
    message: `no folder takes the ${pack.engine} library:\n${reasons.map((it) => `       ${it}`).join('\n')}`,
    fix: 'set PINTAIL_CACHE to a folder of yours that is writable and not mounted noexec',
  })
}

/** Where unpacked files may stay: the user's cache, else memory, else the temporary folder. */
const cacheFolders = (): string[] => {
  const { PINTAIL_CACHE, XDG_CACHE_HOME } = process.env
  const mine = `pintail-${process.getuid?.() ?? 'cache'}`
  const home = XDG_CACHE_HOME?.startsWith('/') ? XDG_CACHE_HOME : homeCache()
  const cache = PINTAIL_CACHE ? resolve(PINTAIL_CACHE) : home && join(home, 'pintail')
  return [...(cache ? [cache] : []), join('/dev/shm', mine), join(tmpdir(), mine)]
}

/** A user without a name and without HOME, as in a container, has none. */
const homeCache = (): string | undefined => {
  try {
    return join(homedir(), '.cache')
  } catch {
    return undefined
  }
}

const open = (path: string): unknown => {
  const opened: { exports: unknown } = { exports: {} }
  try {
    process.dlopen(opened, path)
  } catch (cause) {
    const message = messageOf(cause)
    const needed = /GLIBC|cannot open shared object file/.test(message) && existsSync(path)
    if (!needed) throw new Error(message.includes('failed to map') ? 'mounted noexec' : message)
    throw new PintailError({
      code: 'native_unavailable',
      message: `this system lacks a library that Pintail needs: ${message}`,
      fix: 'install libstdc++6 and libatomic1; Pintail needs glibc 2.34 or newer',
      cause,
    })
  }
  return opened.exports
}

/** The folder that holds the pack's files, whole. Any number of processes may do this at once. */
export const unpack = (pack: NativePack, cache: string, read: ReadPacked): string => {
  const folder = join(cache, `native-${pack.hash}`)
  if (isWhole(folder, pack)) return folder
  makeFolder(cache)
  if (!isSafe(cache)) throw new Error('others may write here')
  const fresh = mkdtempSync(join(cache, '.unpacking-'))
  try {
    for (const file of pack.files) writeDurably(join(fresh, file.name), read(pack, file))
    publish(fresh, folder, pack)
  } finally {
    rmSync(fresh, { recursive: true, force: true })
  }
  if (!isWhole(folder, pack)) throw new Error(`${folder} is not what was written`)
  sweep(cache, folder)
  return folder
}

const publish = (fresh: string, folder: string, pack: NativePack): void => {
  try {
    renameSync(fresh, folder)
  } catch (cause) {
    if (isWhole(folder, pack)) return // another process was faster
    if (!isPrivateFolder(folder)) throw cause
    // Damaged files are replaced one by one: a path that others may be opening is never missing.
    for (const { name } of pack.files) renameSync(join(fresh, name), join(folder, name))
  }
}

/** Parents first. (`mkdirSync` with `recursive` never returns below /proc in Node 26.) */
const makeFolder = (folder: string): void => {
  if (existsSync(folder)) return
  const parent = dirname(folder)
  if (parent !== folder) makeFolder(parent)
  try {
    mkdirSync(folder, { mode: 0o700 })
  } catch (cause) {
    if (!existsSync(folder)) throw cause
  }
}

const writeDurably = (path: string, content: Uint8Array): void => {
  const file = openSync(path, 'wx', 0o500)
  try {
    writeFileSync(file, content)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

/** Mine or the administrator's; where there are no user ids, the folder's own rights have to do. */
const isOwn = ({ uid }: Stats): boolean => process.getuid === undefined || uid === 0 || uid === process.getuid()

const isPrivate = (stats: Stats): boolean =>
  isOwn(stats) && (process.getuid === undefined || (stats.mode & 0o022) === 0)

/** Nobody else can put another folder in the place of one of ours: not open to all, or sticky. */
const isSafe = (cache: string): boolean => {
  const stats = statSync(cache)
  const open = process.getuid !== undefined && (stats.mode & 0o002) !== 0 && (stats.mode & 0o1000) === 0
  return stats.isDirectory() && isOwn(stats) && !open
}

const isPrivateFolder = (folder: string): boolean => {
  const stats = lstatSync(folder, { throwIfNoEntry: false })
  return stats?.isDirectory() === true && isPrivate(stats)
}

const isWhole = (folder: string, pack: NativePack): boolean =>
  isPrivateFolder(folder) &&
  pack.files.every(({ name, size }) => {
    const stats = lstatSync(join(folder, name), { throwIfNoEntry: false })
    return stats?.isFile() === true && isPrivate(stats) && stats.size === size
  })

const day = 24 * 60 * 60 * 1000

/** Removes what older versions, or processes that were killed, left behind; in use or not, what is mapped stays mapped. */
const sweep = (cache: string, current: string): void => {
  const now = Number(systemClock.now() / 1000n)
  for (const name of readdirSync(cache)) {
    const path = join(cache, name)
    const patience = name.startsWith('.unpacking-')
      ? day
      : name.startsWith('native-')
        ? 30 * day
        : Number.POSITIVE_INFINITY
    const stats = lstatSync(path, { throwIfNoEntry: false })
    if (path === current || stats === undefined || now - stats.mtimeMs < patience) continue
    try {
      rmSync(path, { recursive: true, force: true })
    } catch {
      // Not ours to remove.
    }
  }
}
