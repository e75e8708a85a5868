// What does a registry say that was copied while others worked with it? What it held then, or that it cannot be read.
import assert from 'node:assert/strict'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { systemClock } from '../../src/core/clock.ts'
import { list, show } from '../../src/registry/listing.ts'
import { openRegistry, type Registry } from '../../src/registry/registry.ts'
import { edited, heartColumns, withFeature } from '../support/heart.ts'
import { openWorkshop, type Workshop } from '../support/workshop.ts'

let workshop: Workshop
const folder = mkdtempSync(join(tmpdir(), 'pintail-copied-'))
before(async () => {
  workshop = await openWorkshop()
  await workshop.apply(
    edited((it) => it),
    heartColumns,
  )
})
after(() => {
  workshop.close()
  rmSync(folder, { recursive: true })
})

const openIn = (place: string): Registry =>
  openRegistry({ path: join(place, 'registry.db'), offline: join(place, 'offline'), clock: systemClock })

/** Copies files of the registry as they are, while it is open. */
const copied = (name: string, files: readonly string[]): string => {
  const place = join(folder, name)
  mkdirSync(place)
  for (const file of files) copyFileSync(join(workshop.folder, file), join(place, file))
  return place
}

const featuresIn = (place: string): number => {
  const registry = openIn(place)
  try {
    return list(registry, { what: 'features' }).length
  } finally {
    registry.close()
  }
}

test('with its log it is what it was', async () => {
  assert.ok(existsSync(join(workshop.folder, 'registry.db-wal')), 'others have it open')
  assert.equal(featuresIn(copied('whole', ['registry.db', 'registry.db-wal'])), 7)
})

test('without its log it is what it was before others opened it, or when one last left it', async () => {
  const other = openIn(workshop.folder)
  other.write(() => undefined)
  other.close()
  const alone = copied('alone', ['registry.db'])
  assert.equal(featuresIn(alone), 7)
  await workshop.apply(
    edited((it) => withFeature('later', 'chol * 2')(it)),
    heartColumns,
  )
  assert.ok([7, 8].includes(featuresIn(copied('older', ['registry.db']))))
})

test('torn in the middle, it says so', () => {
  const place = copied('torn', ['registry.db', 'registry.db-wal'])
  openIn(place).close()
  const bytes = readFileSync(join(place, 'registry.db'))
  for (let page = 2; page * 4096 < bytes.length; page += 1) bytes.fill(0xa5, page * 4096 + 100, (page + 1) * 4096)
  writeFileSync(join(place, 'registry.db'), bytes)
  assert.throws(() => featuresIn(place), { code: 'registry_damaged' })
})

test('torn in its last pages, it says so when these are read', () => {
  const place = copied('late', ['registry.db', 'registry.db-wal'])
  const opened = openIn(place)
  const [root] = opened.database
    .prepare<unknown[], bigint>("SELECT rootpage FROM sqlite_schema WHERE name = 'feature_versions'")
    .pluck()
    .all()
  opened.close()
  const bytes = readFileSync(join(place, 'registry.db'))
  bytes.fill(0xa5, Number((root ?? 1n) - 1n) * 4096, Number(root) * 4096)
  writeFileSync(join(place, 'registry.db'), bytes)
  const registry = openIn(place)
  try {
    assert.throws(() => list(registry, { what: 'features' }), { code: 'registry_damaged' })
    assert.throws(() => show(registry, 'cardiac'), { code: 'registry_damaged' })
  } finally {
    registry.close()
  }
})

test('cut short, it says so', () => {
  const place = copied('short', ['registry.db', 'registry.db-wal'])
  openIn(place).close()
  const path = join(place, 'registry.db')
  writeFileSync(path, readFileSync(path).subarray(0, 3 * 4096))
  assert.throws(() => featuresIn(place), { code: 'registry_damaged' })
})
