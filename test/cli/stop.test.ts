// Ctrl-C, and readers that go away: what is finished stays, and the status says what happened.
import { deepEqual, equal, match } from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { makeClinic, removeClinic } from './clinic.ts'
import { main, pintail, start } from './run-cli.ts'

let folder = ''

describe('stopping', () => {
  before(async () => {
    folder = await makeClinic()
  })
  after(() => removeClinic(folder))

  const repeated = (): ReturnType<typeof start> => start(['materialize', '--every', '1h'], { directory: folder })

  const interrupted = 'error: stopped; what was finished before is kept   [interrupted]\n'
  for (const [signal, expected, said] of [
    ['SIGINT', 130, interrupted],
    ['SIGTERM', 0, ''],
  ] as const) {
    it(`${signal} ends what would go on for ever, with ${expected}`, async () => {
      const child = repeated()
      let told = ''
      child.stderr.on('data', (chunk) => {
        told += chunk
      })
      const [line] = await once(child.stdout, 'data')
      equal(JSON.parse(String(line)).view, 'cardiac')
      child.kill(signal)
      const [status] = await once(child, 'close')
      deepEqual([status, told], [expected, said])
    })
  }

  it('a signal before the work begins stops it too, and the project is as it was', async () => {
    const child = start(['ingest', '--full'], { directory: folder })
    child.kill('SIGINT')
    await once(child, 'close')
    equal((await pintail(['list'], { directory: folder })).status, 0)
  })

  it('who does not end in order ends at the second signal, by it', async () => {
    const signals = JSON.stringify(new URL('../../src/cli/signals.ts', import.meta.url).href)
    const program = `import { interruption } from ${signals}
      interruption().signal.addEventListener('abort', () => console.log('asked'))
      setInterval(() => {}, 1000)
      console.log('begun')`
    const child = spawn(process.execPath, ['--input-type=module', '--eval', program])
    await once(child.stdout, 'data')
    child.kill('SIGINT')
    const [said] = await once(child.stdout, 'data')
    equal(String(said), 'asked\n')
    child.kill('SIGINT')
    deepEqual(await once(child, 'close'), [null, 'SIGINT'])
  })

  it('a reader that goes away ends a long answer quietly and leaves no files', async () => {
    const scratch = mkdtempSync(join(tmpdir(), 'pintail-scratch-'))
    const child = start(['export', 'cardiac'], { directory: folder, environment: { TMPDIR: scratch } })
    let told = ''
    child.stderr.on('data', (chunk) => {
      told += chunk
    })
    child.stdout.destroy()
    const [status] = await once(child, 'close')
    deepEqual([status, told], [0, ''])
    deepEqual(readdirSync(scratch), [])
    rmSync(scratch, { recursive: true })
  })

  it('a reader that is slow gets everything', () => {
    const script = '"$0" "$1" export cardiac | (sleep 0.5; wc -l)'
    const { stdout } = spawnSync('sh', ['-c', script, process.execPath, main], { cwd: folder, encoding: 'utf8' })
    equal(Number(stdout) > 1600, true, stdout)
  })

  it('nothing is asked where there is no terminal to ask on', async () => {
    const { status, stderr } = await pintail(['historical', '--spine', '-', '--service', 'heart_risk'], {
      directory: folder,
      input: '',
    })
    equal(status === 0, false)
    match(stderr, /^error: /)
  })
})
