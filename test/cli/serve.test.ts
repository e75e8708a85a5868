// The server as a process: it answers, drains on SIGTERM with 0, stops on Ctrl-C with 130, alone or with workers.
import { deepEqual, equal, match } from 'node:assert/strict'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { createInterface } from 'node:readline'
import { after, before, describe, it } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { makeClinic, removeClinic } from './clinic.ts'
import { pintail, start } from './run-cli.ts'

let folder = ''
/** Ended after the tests, whatever became of them. */
const children: ChildProcess[] = []

interface Served {
  readonly child: ReturnType<typeof start>
  readonly url: string
  readonly told: { text: string }
}

const serve = async (...args: string[]): Promise<Served> => {
  const child = start(['serve', '--port', '0', ...args], { directory: folder })
  children.push(child)
  const told = { text: '' }
  child.stderr.on('data', (chunk) => {
    told.text += chunk
  })
  const [line] = await Promise.race([
    once(createInterface({ input: child.stdout }), 'line'),
    once(child, 'exit').then(() => Promise.reject(new Error(told.text))),
  ])
  return { child, url: JSON.parse(String(line)).url, told }
}

const ending = async (child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> => {
  child.kill(signal)
  const [status] = await once(child, 'exit')
  return status
}

const ask = async (url: string): Promise<unknown> => {
  const body = JSON.stringify({ features: ['cardiac:age_normalized'], entities: { patient_id: ['p001'] } })
  const answer = await fetch(`${url}/get-online-features`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  })
  return answer.json()
}

describe('serve', () => {
  before(async () => {
    folder = await makeClinic()
  })
  after(() => {
    for (const child of children) child.kill('SIGTERM')
    removeClinic(folder)
  })

  it('answers, and ends with 0 when asked to', async () => {
    const { child, url, told } = await serve()
    match(JSON.stringify(await ask(url)), /"feature_names":\["patient_id","age_normalized"\]/)
    equal((await fetch(`${url}/livez`)).status, 200)
    equal(await ending(child, 'SIGTERM'), 0)
    equal(told.text, '')
  })

  it('ends with 130 on Ctrl-C', async () => {
    const { child } = await serve()
    equal(await ending(child, 'SIGINT'), 130)
  })

  it('shares its port among workers, and all of them end', async () => {
    const { child, url, told } = await serve('--workers', '2')
    for (let n = 0; n < 4; n++) match(JSON.stringify(await ask(url)), /age_normalized/)
    equal(await ending(child, 'SIGTERM'), 0)
    await setTimeout(100)
    equal(
      await fetch(url).then(
        () => 'answered',
        () => 'gone',
      ),
      'gone',
    )
    equal(told.text, '')
  })

  it('keeps the online store fresh beside it', async () => {
    const { child, url, told } = await serve('--materialize-every', '1s')
    const runs = async (): Promise<number> => {
      const { stdout } = await pintail(['list', 'runs'], { directory: folder })
      return stdout.split('\n').filter((row) => row.includes('"materialize"')).length
    }
    const first = await runs()
    for (let n = 0; n < 40 && (await runs()) <= first; n++) await setTimeout(200)
    equal((await runs()) > first, true, told.text)
    match(JSON.stringify(await ask(url)), /age_normalized/)
    equal(await ending(child, 'SIGTERM'), 0)
  })

  it('says when another program has the port, and names the next', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const address = other.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    for (const workers of ['1', '2']) {
      const args = ['serve', '--port', String(port), '--workers', workers]
      const { status, stdout, stderr } = await pintail(args, { directory: folder })
      deepEqual([status, stdout], [1, ''])
      match(
        stderr,
        new RegExp(`listens on 127\\.0\\.0\\.1:${port}.*\\[address_unavailable\\]\\n  fix .*--port ${port + 1}\\n$`),
      )
    }
    other.close()
  })

  it('refuses what is not a port', async () => {
    for (const port of ['http', '-1', '99999']) {
      equal((await pintail(['serve', `--port=${port}`], { directory: folder })).status, 2, port)
    }
  })
})
