// Does doctor notice that the engines are not where they were asked to be?
import { deepEqual, equal, match } from 'node:assert/strict'
import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { cacheFinding } from '../../src/cli/checkup.ts'
import { temporaryFolder } from '../support/executable.ts'

test('a cache that was not asked for, or holds them, is in order', (t) => {
  const folder = temporaryFolder(t)
  const link = join(folder, 'link')
  symlinkSync(folder, link)
  const native = join(folder, 'native-abc')
  for (const wanted of [undefined, '', folder, link, `${folder}/`])
    deepEqual(cacheFinding(native, wanted), { what: 'cache', status: 'ok', found: native })
})

test('a cache that cannot hold them is told, with where they are', (t) => {
  const native = join(temporaryFolder(t), 'native-abc')
  const finding = cacheFinding(native, '/proc/nowhere')
  equal(finding.status, 'warn')
  match(finding.found, new RegExp(`^PINTAIL_CACHE=/proc/nowhere .*they are in ${native}$`))
  match(finding.fix ?? '', /PINTAIL_CACHE/)
})
