// There is no room left, or a file may not grow: is it said, and is what stood before whole?
import { doesNotMatch, equal, match, ok } from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { cpSync, readdirSync, rmSync } from 'node:fs'
import { after, test } from 'node:test'
import { makeClinic, removeClinic } from './clinic.ts'
import { main } from './run-cli.ts'
import { runInside } from './run-inside.ts'

const clinic = await makeClinic()
const folder = `${clinic}-full`
after(() => {
  removeClinic(clinic)
  rmSync(folder, { recursive: true, force: true })
})

/** With files of at most so many kilobytes. */
const limited = (kilobytes: number, args: readonly string[]) => {
  const command = ['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON', main, ...args].map((it) => `'${it}'`).join(' ')
  const line = `ulimit -f ${kilobytes}; exec '${process.execPath}' ${command}`
  return spawnSync('bash', ['-c', line], { cwd: folder, encoding: 'utf8', env: { ...process.env, FORCE_COLOR: '0' } })
}

const writers: readonly (readonly string[])[] = [
  ['ingest', '--full'],
  ['materialize', '--full'],
  ['export', 'cardiac', '--format', 'csv', '-o', 'out.csv'],
  [
    'historical',
    '--spine',
    'data/visits.csv',
    '--timestamp',
    'measured_at',
    '--service',
    'heart_risk',
    '-o',
    'out.json',
  ],
  ['dataset', 'create', 'kept', '--spine', 'data/labels.csv', '--service', 'heart_risk'],
]

const answers = async (at: string): Promise<string> =>
  (await runInside(['export', 'cardiac', '--latest', '--until', '2030-01-01', '--format', 'csv'], at)).stdout

for (const args of writers) {
  test(`pintail ${args.slice(0, 2).join(' ')} says that there is no room, and leaves what was`, async () => {
    const before = await answers(clinic)
    let full = 0
    for (const kilobytes of [8, 40, 100]) {
      rmSync(folder, { recursive: true, force: true })
      cpSync(clinic, folder, { recursive: true })
      const { status, stderr } = limited(kilobytes, args)
      if (status === 0) continue
      doesNotMatch(stderr, /engine_failure/)
      if (/store_full/.test(stderr)) {
        full += 1
        match(stderr, /fix {2}(make room|free some space)/)
        equal(status, 1)
      }
      ok(!readdirSync(folder).some((name) => name.startsWith('out.') || name.endsWith('.partial')))
      equal(await answers(folder), before)
    }
    ok(full > 0, 'a limit was met')
  })
}
