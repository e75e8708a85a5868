// What does the screen say of a real server? That it answers, that it fails and why, that it fails no more, that it is gone.
import { deepEqual, doesNotMatch, equal, match } from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { fixedClock } from '../../src/core/clock.ts'
import { open, type Pintail } from '../../src/pintail.ts'
import { type Listening, listen } from '../../src/server/listen.ts'
import { frameText } from '../../src/tui/app.ts'
import { type ServingRead, servingReader } from '../../src/tui/data/serving.ts'
import { painted } from '../../src/tui/present/lines.ts'
import { themes } from '../../src/tui/present/theme.ts'
import { headLines } from '../../src/tui/screens/serving-head.ts'
import { makeHistory, noon, removeHistory } from './clinic.ts'

const headOf = (read: ServingRead): string =>
  headLines(read, '', 120)
    .map((it) => painted(it, themes.ascii))
    .join('\n')

describe('with a real server', () => {
  const { signal } = new AbortController()
  let project = ''
  let served: Pintail
  let server: Listening
  before(async () => {
    project = await makeHistory()
    served = await open(project, { clock: fixedClock(noon) })
    server = await listen(served, { host: '127.0.0.1', port: 0 })
    const settings = join(project, 'pintail.yaml')
    const { port } = server
    writeFileSync(settings, readFileSync(settings, 'utf8').replace('port: 9', `port: ${port}`))
  })
  after(async () => {
    await server.stop()
    await served.close()
    removeHistory(project)
  })

  const ask = async (body: unknown): Promise<void> => {
    const headers = { 'content-type': 'application/json' }
    const request = { method: 'POST', headers, body: JSON.stringify(body) }
    await (await fetch(`${server.url}/get-online-features`, request)).text()
  }
  const good = () => ask({ feature_service: 'heart_risk', entities: { patient_id: ['p042', 'nobody'] } })
  const bad = () => ask({ features: ['cardiac:nothing'], entities: { patient_id: ['p042'] } })
  const frame = async (columns: number, rows: number): Promise<string> => {
    const pintail = await open(project, { clock: fixedClock(noon) })
    try {
      return await frameText(pintail, {
        project: 'clinic',
        directory: project,
        wishes: { environment: {}, color: false, ascii: true },
        screen: 'serving',
        select: [],
        readonly: null,
        clock: fixedClock(noon),
        size: { columns, rows },
        press: [],
        at: null,
        coloured: false,
      })
    } finally {
      await pintail.close()
    }
  }

  it('is ok while it answers, also where it is watched closely', async () => {
    await good()
    for (let i = 0; i < 20; i++) await (await fetch(`${server.url}/readyz`)).text()
    const seen = await frame(100, 30)
    match(seen, /ok {3}1 request since the server started; none failed\n {5}up .* {3}http:\/\/127\.0\.0\.1:\d+/)
    match(seen, /\/get-online-features .*\/readyz/s)
    match(seen, /cardiac +12 +\d/)
  })

  it('fails as soon as much does, says what, and is ok when that is over; the total stays', async () => {
    let now = 0
    const look = servingReader(server.url, () => now)
    const before = await look(signal)
    equal(before.lately.is, 'start')
    for (let i = 0; i < 9; i++) await bad()
    await good()
    await fetch(`${server.url}/favicon.ico`)
    now = 2000
    const during = await look(signal)
    match(
      headOf(during),
      /^FAIL 90\.9% of requests failed in the last 2 seconds: 10 of 11, 5 a second\n {5}404 unknown_feature: 9 on \/get-online-features; 404 unknown_name: 1 on unknown addresses\n/,
    )
    deepEqual(
      during.course.map(({ requests, errors }) => [requests, errors]),
      [[5.5, 5]],
    )
    for (now of [5_000, 32_000, 63_000]) await good().then(() => look(signal))
    now = 65_000
    match(
      headOf(await look(signal)),
      /^ok {3}2 requests in the last minute; none failed\n {5}up .*, in all 15 requests, 10 failed \(66\.7%\)/,
    )
  })

  it('names errors in the frame, those of the whole time in one look alone', async () => {
    const seen = await frame(100, 30)
    match(seen, /FAIL 66\.7% of requests failed since the server started: 10 of 15/)
    match(seen, /404 unknown_feature: 9 on \/get-online-features; 404 unknown_name: 1 on unknown addresses/)
    match(seen, /\/get-online-features +404 +unknown_feature +9\n/)
    match(await frame(80, 24), /FAIL 66\.7% of requests/)
    doesNotMatch(seen, /\\[u~]|µ/)
  })

  it('says of a server with a token that it wants one', async () => {
    const guarded = await listen(served, { host: '127.0.0.1', port: 0, token: 'a token of many signs' })
    equal((await servingReader(guarded.url)(signal)).silent, 'it wants a token, which this screen does not send')
    await guarded.stop()
  })

  it('keeps what it knew when the server stops', async () => {
    const look = servingReader(server.url)
    const last = await look(signal)
    await server.stop()
    const gone = await look(signal)
    equal(gone.silent, 'no server runs there')
    deepEqual(gone.routes, last.routes)
    equal(typeof gone.age, 'number')
  })
})
