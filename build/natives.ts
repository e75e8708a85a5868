// Which native files go into the executable, and how small? They are stripped and compressed once, and kept by hash.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { constants, zstdCompress } from 'node:zlib'
import type { NativePack } from '../src/native.ts'
import { strippedFile } from './strip.ts'

const root = join(import.meta.dirname, '..')
const kept = join(root, '.cache/natives')
const require = createRequire(import.meta.url)

/** A pack with the compressed file of each asset: `duckdb/libduckdb.so` → path. */
export interface PackedNatives {
  readonly pack: NativePack
  readonly assets: Readonly<Record<string, string>>
}

const platform = `${process.platform}-${process.arch}`

const folderOf = (packageName: string, from = require): string => dirname(from.resolve(`${packageName}/package.json`))

const sources = (): Record<string, string[]> => {
  const library = { linux: 'libduckdb.so', darwin: 'libduckdb.dylib', win32: 'duckdb.dll' }[String(process.platform)]
  if (library === undefined) throw new Error(`there is no DuckDB for ${platform}`)
  const bindings = folderOf(`@duckdb/node-bindings-${platform}`)
  return {
    duckdb: [join(bindings, 'duckdb.node'), join(bindings, library)],
    sqlite: [join(folderOf('better-sqlite3'), 'prebuilds', `${platform}.node`)],
  }
}

export const packNatives = async (): Promise<PackedNatives[]> =>
  Promise.all(Object.entries(sources()).map(([engine, paths]) => packed(engine, paths)))

const packed = async (engine: string, paths: readonly string[]): Promise<PackedNatives> => {
  const contents = paths.map((path) => {
    const content = readFileSync(strippedFile(path))
    const name = path.slice(dirname(path).length + 1)
    return { name, content, hash: createHash('sha256').update(content).digest('hex') }
  })
  const [first, ...others] = contents.map(({ name, content }) => ({ name, size: content.length }))
  if (first === undefined) throw new Error(`${engine} has no native file`)
  const hash = createHash('sha256')
    .update(contents.map((it) => `${it.name} ${it.hash}\n`).join(''))
    .digest('hex')
  const compressed = contents.map(async (it) => [`${engine}/${it.name}`, await compressedFile(it.hash, it.content)])
  return {
    pack: { engine, hash, files: [first, ...others] },
    assets: Object.fromEntries(await Promise.all(compressed)),
  }
}

/** The content at zstd's level 19, which takes half a minute the first time. */
const compressedFile = async (hash: string, content: Uint8Array): Promise<string> => {
  const path = join(kept, `${hash}.zst`)
  if (existsSync(path)) return path
  mkdirSync(kept, { recursive: true })
  const params = { [constants.ZSTD_c_compressionLevel]: 19 }
  writeFileSync(`${path}.${process.pid}`, await promisify(zstdCompress)(content, { params }))
  renameSync(`${path}.${process.pid}`, path)
  return path
}
