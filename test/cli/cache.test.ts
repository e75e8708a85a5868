// Does `cache` say what is kept, ask before it drops anything, and leave what an ingest brings back?
import { deepEqual, equal, match } from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { makeClinic, removeClinic } from './clinic.ts'
import { runInside } from './run-inside.ts'

describe('pintail cache', () => {
  let folder = ''
  before(async () => {
    folder = await makeClinic()
  })
  after(() => removeClinic(folder))

  const listed = async (): Promise<Record<string, unknown>> => {
    const { stdout, status } = await runInside(['cache', '--format', 'json'], folder)
    equal(status, 0)
    const [view]: Record<string, unknown>[] = JSON.parse(stdout)
    return view ?? {}
  }

  it('is a row a view, with its size', async () => {
    const view = await listed()
    deepEqual([view.view, view.pending], ['cardiac', []])
    equal(Number(view.rows) > 0 && Number(view.bytes) > 0 && Number(view.landed_bytes) > 0, true)
    const shown = await runInside(['cache', '--format', 'table'], folder)
    match(shown.stdout, /cardiac\s.*[0-9] kB/)
  })

  it('clears nothing unasked, then all of it, and an ingest brings it back', async () => {
    const rows = (await listed()).rows
    const asked = await runInside(['cache', 'clear'], folder)
    equal(asked.status, 4)
    match(asked.stderr, /Drop .* computed of cardiac \(.* rows\), for the next ingest to compute again\?/)
    match(asked.stderr, /pintail cache clear --yes/)
    equal((await listed()).rows, rows)
    const cleared = await runInside(['cache', 'clear', 'cardiac', '--yes', '--format', 'table'], folder)
    match(cleared.stdout, /^cardiac {2}.* rows dropped, /)
    const view = await listed()
    deepEqual([view.rows, view.bytes], [0, 0])
    match(JSON.stringify(view.pending), /landed rows","why":"never computed/)
    equal((await runInside(['ingest'], folder)).status, 0)
    equal((await listed()).rows, rows)
  })

  it('knows no view of another name', async () => {
    const wrong = await runInside(['cache', 'clear', 'cardiak', '--yes'], folder)
    equal(wrong.status, 2)
    match(wrong.stderr, /there is no feature view "cardiak"/)
  })
})
