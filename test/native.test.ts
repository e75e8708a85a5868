// Are native files unpacked whole, privately, and once, whatever else happens to the cache folder?
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { loadNative, type NativePack, unpack } from '../src/native.ts'
import { temporaryFolder } from './support/executable.ts'

const pack: NativePack = {
  engine: 'goose',
  hash: 'abc123',
  files: [
    { name: 'goose.node', size: 3 },
    { name: 'libgoose.so', size: 5 },
  ],
}
const read = (_pack: NativePack, { size }: { readonly size: number }): Uint8Array => Buffer.alloc(size, 'x')
const never = (): never => assert.fail('nothing is to be read')

const mode = (path: string): string => (statSync(path).mode & 0o777).toString(8)

test('the folder is private, its files are read-only, and a second time nothing is read', (t) => {
  const cache = join(temporaryFolder(t), 'new', 'cache')
  const folder = unpack(pack, cache, read)
  assert.equal(folder, join(cache, 'native-abc123'))
  assert.equal(readFileSync(join(folder, 'libgoose.so'), 'utf8'), 'xxxxx')
  assert.deepEqual([mode(cache), mode(folder), mode(join(folder, 'goose.node'))], ['700', '700', '500'])
  assert.equal(unpack(pack, cache, never), folder)
  assert.deepEqual(readdirSync(cache), ['native-abc123'])
})

test('a file that is too short, missing or open to others is replaced', (t) => {
  const cache = temporaryFolder(t)
  const folder = unpack(pack, cache, read)
  const library = join(folder, 'libgoose.so')
  chmodSync(library, 0o700)
  truncateSync(library, 2)
  unpack(pack, cache, read)
  assert.equal(readFileSync(library, 'utf8'), 'xxxxx')
  chmodSync(library, 0o777)
  unpack(pack, cache, read)
  assert.equal(mode(library), '500')
  assert.deepEqual(readdirSync(cache), ['native-abc123'])
})

test('a folder that was planted is refused: a link, a file, or one that others may write to', (t) => {
  const cache = temporaryFolder(t)
  const folder = join(cache, 'native-abc123')
  const elsewhere = unpack(pack, temporaryFolder(t), read)
  symlinkSync(elsewhere, folder)
  assert.throws(() => unpack(pack, cache, read), /ENOTDIR/)

  const second = temporaryFolder(t)
  writeFileSync(join(second, 'native-abc123'), '')
  assert.throws(() => unpack(pack, second, read), /ENOTDIR/)

  const third = temporaryFolder(t)
  chmodSync(unpack(pack, third, read), 0o777)
  assert.throws(() => unpack(pack, third, read), /ENOTEMPTY/)
  assert.deepEqual(readdirSync(third), ['native-abc123'])
})

test('a cache where others may put things is not used', (t) => {
  const cache = temporaryFolder(t)
  chmodSync(cache, 0o777)
  assert.throws(() => unpack(pack, cache, never), /others may write/)
})

test('a path that can never be made fails at once', () => {
  assert.throws(() => unpack(pack, '/proc/pintail/cache', never), /ENOENT/)
})

test('what cannot be written leaves nothing behind', (t) => {
  const cache = temporaryFolder(t)
  const full = (): never => {
    throw new Error('no space left on device')
  }
  assert.throws(() => unpack(pack, cache, full), /no space/)
  assert.deepEqual(readdirSync(cache), [])
})

test('old versions and the leavings of killed processes are swept away, fresh ones and other files stay', (t) => {
  const cache = temporaryFolder(t)
  const old = new Date('2001-01-01')
  for (const name of ['native-old', '.unpacking-old', 'native-fresh', '.unpacking-fresh', 'other']) {
    mkdirSync(join(cache, name))
    if (!name.endsWith('fresh')) utimesSync(join(cache, name), old, old)
  }
  unpack(pack, cache, read)
  assert.deepEqual(readdirSync(cache).sort(), ['.unpacking-fresh', 'native-abc123', 'native-fresh', 'other'])
})

test('eight processes at once agree on one folder, damaged or not', async (t) => {
  const cache = temporaryFolder(t)
  const script = `
    import { readFileSync } from 'node:fs'
    import { unpack } from '${join(import.meta.dirname, '../src/native.ts')}'
    const folder = unpack(${JSON.stringify(pack)}, '${cache}', (_, { size }) => Buffer.alloc(size, 'x'))
    process.stdout.write(readFileSync(folder + '/goose.node') + '' + readFileSync(folder + '/libgoose.so'))`
  for (const damage of [false, true]) {
    if (damage) {
      chmodSync(join(cache, 'native-abc123/libgoose.so'), 0o700)
      truncateSync(join(cache, 'native-abc123/libgoose.so'), 1)
    }
    const started = Array.from({ length: 8 }, () =>
      promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script]),
    )
    for (const { stdout } of await Promise.all(started)) assert.equal(stdout, 'xxxxxxxx')
    assert.deepEqual(readdirSync(cache), ['native-abc123'])
  }
})

test('where no folder serves, the error names all that were tried and the way out', (t) => {
  const { PINTAIL_CACHE, TMPDIR } = process.env
  const memory = `/dev/shm/pintail-${process.getuid?.()}`
  const isNew = !existsSync(memory)
  t.after(() => {
    Object.assign(
      process.env,
      PINTAIL_CACHE === undefined ? {} : { PINTAIL_CACHE },
      TMPDIR === undefined ? {} : { TMPDIR },
    )
    if (TMPDIR === undefined) delete process.env.TMPDIR
    if (PINTAIL_CACHE === undefined) delete process.env.PINTAIL_CACHE
    if (isNew && existsSync(memory)) rmdirSync(memory)
  })
  Object.assign(process.env, { PINTAIL_CACHE: '/proc/pintail', TMPDIR: '/proc/temporary' })
  const full = (): never => {
    throw new Error('no space left on device')
  }
  assert.throws(() => loadNative(pack, full), {
    code: 'native_unavailable',
    message: /goose library:\n +\/proc\/pintail: ENOENT.*\n +\/dev\/shm.*no space.*\n +\/proc\/temporary/,
    fix: /PINTAIL_CACHE/,
  })
})
