// How does a command of a three-megabyte program start in milliseconds? What commands like it call was compiled when the
// executable was made; V8 compiles the rest when it is called.
import { getRawAsset } from 'node:sea'
import { zstdDecompressSync } from 'node:zlib'
import { scriptFrom } from './script.ts'

/** Those that need no DuckDB and are over at once. Beside `online`, others of them call next to nothing. */
const light = new Set([undefined, 'version', '--version', '-V', 'online', 'list', 'show', 'search', 'help', '--help'])

const compiledFor = (command: string | undefined): Buffer =>
  light.has(command)
    ? Buffer.from(getRawAsset('compiled/light'))
    : zstdDecompressSync(Buffer.from(getRawAsset('compiled/full.zst')))

scriptFrom(compiledFor(process.argv[2])).runInThisContext()
