// Does the installer put the executable where it belongs, refuse what is not whole, and take it away again?
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { appendFileSync, copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { executable, type Outcome, pintail, temporaryFolder } from '../support/executable.ts'

const script = join(import.meta.dirname, '../../build/install.sh')

const install = (home: string, args: readonly string[], environment: Record<string, string> = {}): Promise<Outcome> =>
  pintail([script, ...args], {
    program: '/bin/sh',
    environment: { HOME: home, PATH: process.env.PATH ?? '', ...environment },
  })

/** A folder with a release in it. */
const release = (t: TestContext): string => {
  const folder = temporaryFolder(t)
  copyFileSync(executable, join(folder, 'pintail'))
  copyFileSync(`${executable}.sha256`, join(folder, 'pintail.sha256'))
  return folder
}

test('from a release: checked, installed, running, and gone again with what it unpacked', async (t) => {
  const home = temporaryFolder(t)
  const installed = join(home, '.local/bin/pintail')
  const first = await install(home, [`file://${release(t)}`])
  assert.equal(first.status, 0, first.stderr)
  assert.match(first.stdout, /^installed .*\d+\.\d+\.\d+ as .*\/\.local\/bin\/pintail$/m)
  assert.match(first.stdout, /is not in PATH/)
  assert.deepEqual(readdirSync(join(home, '.local/bin')), ['pintail'])
  const doctor = await pintail(['doctor'], { program: installed, environment: { HOME: home } })
  assert.equal(doctor.status, 0, doctor.stderr)

  const PATH = `${join(home, '.local/bin')}:${process.env.PATH}`
  const again = await install(home, [], { PINTAIL_RELEASE: `file://${release(t)}/`, PATH })
  assert.equal(again.status, 0, again.stderr)
  assert.doesNotMatch(again.stdout, /PATH/)

  const removed = await install(home, ['--uninstall'])
  assert.equal(removed.status, 0, removed.stderr)
  assert.match(removed.stdout, /removed .*bin\/pintail\n/)
  assert.equal(existsSync(installed), false)
  assert.equal(existsSync(join(home, '.cache/pintail')), false)
  assert.match((await install(home, ['--uninstall'])).stdout, /there is no/)
})

test('over HTTP', async (t) => {
  const folder = release(t)
  const server = createServer((request, response) => {
    const path = join(folder, request.url ?? '')
    if (!existsSync(path)) response.writeHead(404).end()
    else spawn('cat', [path]).stdout.pipe(response)
  }).listen(0, '127.0.0.1')
  t.after(() => server.close())
  await new Promise((resolve) => server.once('listening', resolve))
  const address = server.address()
  assert.ok(address !== null && typeof address === 'object')
  const { status, stderr } = await install(temporaryFolder(t), [`http://127.0.0.1:${address.port}`])
  assert.equal(status, 0, stderr)
})

test('what is not whole, not there, or no address is refused, and what was installed stays', async (t) => {
  const home = temporaryFolder(t)
  const folder = release(t)
  mkdirSync(join(home, '.local/bin'), { recursive: true })
  writeFileSync(join(home, '.local/bin/pintail'), 'the old one')
  appendFileSync(join(folder, 'pintail'), 'x')
  const refusals: [string[], RegExp][] = [
    [[`file://${folder}`], /not what was released.*nothing was installed/s],
    [['file:///nowhere'], /there is no file:\/\/\/nowhere\/pintail\.sha256/],
    [['nowhere'], /"nowhere" is no address/],
    [['--upgrade'], /no option --upgrade/],
  ]
  for (const [args, reason] of refusals) {
    const { status, stderr } = await install(home, args)
    assert.equal(status, 1)
    assert.match(stderr, reason)
  }
  assert.deepEqual(readdirSync(join(home, '.local/bin')), ['pintail'])
})

test('a copy of the script alone asks for a release', async (t) => {
  const folder = temporaryFolder(t)
  copyFileSync(script, join(folder, 'install.sh'))
  const environment = { HOME: folder, PATH: process.env.PATH ?? '' }
  const { status, stderr } = await pintail([join(folder, 'install.sh')], { program: '/bin/sh', environment })
  assert.equal(status, 1)
  assert.match(stderr, /no release is named.*PINTAIL_RELEASE/s)
})

test('from a checkout', async (t) => {
  const home = temporaryFolder(t)
  const { status, stdout, stderr } = await install(home, [])
  assert.equal(status, 0, stderr)
  assert.match(stdout, /^installed/m)
  rmSync(home, { recursive: true })
})
