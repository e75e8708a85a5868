// Does the one file run wherever it is put, with whatever is missing or in the way?
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
} from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { executable, type Outcome, pintail, temporaryFolder } from '../support/executable.ts'

/** `doctor` opens both engines and says their versions. */
const assertWell = ({ status, stdout, stderr }: Outcome): void => {
  assert.equal(status, 0, stderr)
  assert.match(stdout, /sqlite.*\d+\.\d+/is)
  assert.match(stdout, /duckdb.*\d+\.\d+/is)
}

const unpackedIn = (cache: string): string[] => readdirSync(cache).filter((name) => name.startsWith('native-'))

/** The cache is cut off from this one: what falls back goes to memory, and is cleared unless it was there before. */
const watchMemory = (t: TestContext): string => {
  const memory = `/dev/shm/pintail-${process.getuid?.()}`
  const before = existsSync(memory) ? readdirSync(memory) : []
  t.after(() => {
    if (!existsSync(memory)) return
    for (const name of readdirSync(memory)) {
      if (!before.includes(name)) rmSync(join(memory, name), { recursive: true })
    }
    if (readdirSync(memory).length === 0) rmSync(memory, { recursive: true })
  })
  return memory
}

test('version needs no engine, no home and no path', async (t) => {
  const cache = join(temporaryFolder(t), 'cache')
  const { status, stdout, stderr } = await pintail(['version'], { environment: { PINTAIL_CACHE: cache } })
  assert.deepEqual({ status, stderr }, { status: 0, stderr: '' })
  assert.match(stdout, /\d+\.\d+\.\d+/)
  assert.equal(existsSync(cache), false)
})

test('both engines open, from any folder, and stay unpacked for next time', async (t) => {
  const home = temporaryFolder(t)
  assertWell(await pintail(['doctor'], { environment: { HOME: home } }))
  const cache = join(home, '.cache/pintail')
  const names = readdirSync(cache)
  assert.equal(names.length, 2)
  const before = names.map((name) => statSync(join(cache, name)).mtimeMs)
  assertWell(await pintail(['doctor'], { environment: { HOME: home }, directory: '/' }))
  assert.deepEqual(
    names.map((name) => statSync(join(cache, name)).mtimeMs),
    before,
  )
})

test('XDG_CACHE_HOME is heeded, and NODE_OPTIONS is not', async (t) => {
  const folder = temporaryFolder(t)
  const environment = { XDG_CACHE_HOME: folder, NODE_OPTIONS: '--require /nowhere.js' }
  assertWell(await pintail(['doctor'], { environment }))
  assert.equal(unpackedIn(join(folder, 'pintail')).length, 2)
})

test('ten that start at once on an empty cache all run', async (t) => {
  const cache = join(temporaryFolder(t), 'cache')
  const started = Array.from({ length: 10 }, () => pintail(['doctor'], { environment: { PINTAIL_CACHE: cache } }))
  for (const outcome of await Promise.all(started)) assertWell(outcome)
  assert.equal(readdirSync(cache).length, 2)
})

test('a library that was cut short is unpacked again, by several at once', async (t) => {
  const cache = temporaryFolder(t)
  const environment = { PINTAIL_CACHE: cache }
  assertWell(await pintail(['doctor'], { environment }))
  const files = unpackedIn(cache).flatMap((name) => readdirSync(join(cache, name)).map((it) => join(cache, name, it)))
  assert.equal(files.length, 3)
  const sizes = files.map((file) => statSync(file).size)
  for (const file of files) {
    chmodSync(file, 0o700)
    truncateSync(file, 1000)
  }
  const started = Array.from({ length: 4 }, () => pintail(['doctor'], { environment }))
  for (const outcome of await Promise.all(started)) assertWell(outcome)
  assert.deepEqual(
    files.map((file) => statSync(file).size),
    sizes,
  )
})

test('where the cache cannot be written, memory or the temporary folder serves', async (t) => {
  watchMemory(t)
  const environment = { PINTAIL_CACHE: '/proc/pintail', TMPDIR: temporaryFolder(t) }
  assertWell(await pintail(['doctor'], { environment }))
})

test('a cache that others may write to is not trusted', async (t) => {
  watchMemory(t)
  const cache = temporaryFolder(t)
  chmodSync(cache, 0o777)
  assertWell(await pintail(['doctor'], { environment: { PINTAIL_CACHE: cache, TMPDIR: temporaryFolder(t) } }))
  assert.deepEqual(readdirSync(cache), [])
})

/** Runs a shell script with mounts of its own; undefined where the system does not allow it. */
const withMounts = (script: string): Outcome | undefined => {
  const enter = ['--mount', ...(process.getuid?.() === 0 ? [] : ['--map-root-user'])]
  if (spawnSync('unshare', [...enter, 'mount', '-t', 'tmpfs', 'none', '/mnt']).status !== 0) return undefined
  return spawnSync('unshare', [...enter, 'sh', '-ec', script], { encoding: 'utf8' })
}

const mountNoexec = (folder: string): string => `mount -t tmpfs -o noexec,mode=1777 none ${folder}`

test('the working folder may be read-only', (t) => {
  const [folder, cache] = [temporaryFolder(t), temporaryFolder(t)]
  const run = `cd ${folder} && ! touch x 2>/dev/null && PINTAIL_CACHE=${cache} ${executable} doctor`
  const outcome = withMounts([`mount -t tmpfs -o ro none ${folder}`, run].join('\n'))
  if (outcome === undefined) return t.skip('this system does not let tests mount')
  assertWell(outcome)
})

test('a cache mounted noexec is passed over; where nothing else is left, the error says what to set', (t) => {
  const [cache, temporary] = [temporaryFolder(t), temporaryFolder(t)]
  const run = `PINTAIL_CACHE=${cache} TMPDIR=${temporary} ${executable} doctor`
  const passed = withMounts([mountNoexec(cache), mountNoexec('/dev/shm'), run].join('\n'))
  if (passed === undefined) return t.skip('this system does not let tests mount')
  assertWell(passed)
  const nowhere = withMounts([mountNoexec(cache), mountNoexec('/dev/shm'), mountNoexec(temporary), run].join('\n'))
  assert.notEqual(nowhere?.status, 0)
  const said = `${nowhere?.stdout}${nowhere?.stderr}`
  assert.match(said, /mounted noexec/)
  assert.match(said, /set PINTAIL_CACHE/)
})

test('it is one file that can be moved, and needs nothing beside it', async (t) => {
  const folder = temporaryFolder(t)
  mkdirSync(join(folder, 'ein Ort'))
  const moved = join(folder, 'ein Ort', 'päintail')
  copyFileSync(executable, moved)
  assertWell(await pintail(['doctor'], { program: moved, directory: '/' }))
})

test('it is within 140 MB, and its checksum is beside it', (t) => {
  const content = readFileSync(executable)
  const sum = createHash('sha256').update(content).digest('hex')
  assert.equal(readFileSync(`${executable}.sha256`, 'utf8'), `${sum}  pintail\n`)
  if (spawnSync('strip', ['--version']).error) return t.skip('no `strip` here, so symbols are still in it')
  assert.ok(content.length <= 140e6, `${content.length} bytes`)
})
