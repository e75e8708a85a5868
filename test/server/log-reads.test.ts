// The log of reads by itself: files that roll over and make room, lines whole and in order, faults that harm no read.
import assert from 'node:assert/strict'
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { formatInstant } from '../../src/core/instants.ts'
import { openReadLog } from '../../src/server/read-log.ts'
import { temporaryFolder } from '../online/shelf.ts'

const lineOf = (n: number): string =>
  `{"at":"${formatInstant(1_000_000n + BigInt(n))}","n":${n},"text":"${'x'.repeat(1_000)}"}\n`

const fail = (fault: unknown): never => {
  throw fault
}

const linesIn = (folder: string): string[] =>
  readdirSync(folder)
    .sort()
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n'))
    .filter((line) => line !== '')

test('files roll over by size and none of the lines is lost', async (t) => {
  const folder = join(temporaryFolder(t), 'reads')
  const log = openReadLog({ folder, report: fail, fileBytes: 200_000 })
  const lines = Array.from({ length: 1_000 }, (_, n) => lineOf(n))
  for (const line of lines) log.add(line)
  await log.close()
  assert.ok(linesIn(folder).join('\n') === lines.join('').trimEnd(), 'lines are lost or changed')
  const sizes = readdirSync(folder).map((name) => statSync(join(folder, name)).size)
  assert.ok(sizes.length >= 4 && sizes.every((size) => size < 300_000))
})

test('the oldest go when all of them together are too large', async (t) => {
  const folder = join(temporaryFolder(t), 'reads')
  for (let n = 0; n < 6; n += 1) {
    const log = openReadLog({ folder, report: fail, fileBytes: 100_000, totalBytes: 300_000 })
    for (let i = 0; i < 99; i += 1) log.add(lineOf(n * 1_000 + i))
    await log.close()
  }
  const first = JSON.parse(linesIn(folder)[0] ?? '{}')
  assert.ok(first.n >= 3_000, String(first.n))
  assert.ok(linesIn(folder).at(-1)?.includes('"n":5098,'))
})

test('a few lines are there within a second or so, without a stop', async (t) => {
  const folder = join(temporaryFolder(t), 'reads')
  const log = openReadLog({ folder, report: fail })
  log.add(lineOf(1))
  const waited = Array.from({ length: 100 }, (_, i) => i)
  for (const _ of waited) {
    if (readdirSync(folder).length > 0 && linesIn(folder).length > 0) break
    await setTimeout(50)
  }
  assert.equal(linesIn(folder).length, 1)
  await log.close()
})

test('a folder that cannot be written is told once', async (t) => {
  const folder = join(temporaryFolder(t), 'reads')
  mkdirSync(folder)
  const faults: unknown[] = []
  const log = openReadLog({ folder, report: (fault) => faults.push(fault) })
  rmSync(folder, { recursive: true })
  writeFileSync(folder, 'no folder any more')
  for (let n = 0; n < 300; n += 1) log.add(lineOf(n))
  await log.close()
  assert.equal(faults.length, 1)
})
