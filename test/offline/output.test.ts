// Where may an answer not be written? Told before long work begins.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { test } from 'node:test'
import { PintailError } from '../../src/core/errors.ts'
import { checkDestination } from '../../src/offline/output.ts'
import { temporaryFolder } from '../support/executable.ts'

test('a folder, a missing folder, a device and a pipe are refused, each with what to do', (t) => {
  const folder = temporaryFolder(t)
  const pipe = join(folder, 'pipe')
  execFileSync('mkfifo', [pipe])
  for (const [path, said] of [
    [folder, /is a folder/],
    [join(folder, 'none/x.csv'), /there is no folder/],
    ['/dev/null', /no file but a device or a pipe/],
    [pipe, /no file but a device or a pipe/],
  ] as const) {
    assert.throws(
      () => checkDestination({ path, format: 'csv' }),
      (thrown) => {
        assert.ok(thrown instanceof PintailError)
        assert.equal(thrown.code, 'output_unwritable')
        assert.match(thrown.message, said)
        assert.ok(thrown.fix)
        return true
      },
    )
  }
  checkDestination({ path: join(folder, 'new.csv'), format: 'csv' })
})
