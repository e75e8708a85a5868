// Every command on a real project, from init to the online read: statuses, data on stdout, narration on stderr.
import { deepEqual, equal, match } from 'node:assert/strict'
import { appendFileSync, mkdtempSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { type Outcome, runInside } from './run-inside.ts'

let folder = ''

const pintail = (line: string, input = ''): Promise<Outcome> => runInside(line.split(' '), folder, input)

/** What a command that ends well says on stdout, as objects. */
const rowsOf = async (line: string, input = ''): Promise<Record<string, unknown>[]> => {
  const { status, stdout, stderr } = await pintail(line, input)
  equal(status, 0, stderr)
  return stdout
    .trimEnd()
    .split('\n')
    .filter((row) => row !== '')
    .map((row) => JSON.parse(row))
}

describe('a project from its first day on', () => {
  before(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'pintail-verbs-')))
  })
  after(() => rmSync(folder, { recursive: true, force: true }))

  it('init', async () => equal((await rowsOf('init')).length, 7))

  it('plan shows what is new and records nothing', async () => {
    const first = await rowsOf('plan')
    equal(first.length, 10)
    deepEqual(first[0], { kind: 'entity', name: 'patient', action: 'new', from: null, to: null, why: [] })
    deepEqual(await rowsOf('plan'), first)
    match((await pintail('plan --format table')).stdout, /^\+ {2}view +cardiac +v1$/m)
  })

  it('apply records it once', async () => {
    equal((await rowsOf('apply')).length, 10)
    equal((await rowsOf('apply')).length, 0)
    match((await pintail('apply --format table')).stdout, /^nothing to apply/)
  })

  it('ingest reads what is new, and nothing twice', async () => {
    const [first] = await rowsOf('ingest')
    deepEqual(first?.rows, { read: 1808, landed: 1808, rejected: 0, skipped: 0, late: 0 })
    const [again] = await rowsOf('ingest cardiac --full')
    deepEqual(again?.rows, { read: 0, landed: 0, rejected: 0, skipped: 0, late: 0 })
    match((await pintail('ingest --format table')).stdout, /^visits {2}nothing new {2}1 file known/)
    match((await pintail('ingest --timings')).stderr, /visits +discover +[\d.]+ m?s/)
  })

  it('historical to stdout keeps the spine, row by row', async () => {
    const rows = await rowsOf('historical --spine data/labels.csv --service heart_risk')
    equal(rows.length, 303)
    deepEqual(Object.keys(rows[0] ?? {}).slice(0, 4), ['patient_id', 'event_timestamp', 'diagnosis', 'age_normalized'])
    const { stderr } = await pintail('historical --spine data/labels.csv --service heart_risk')
    match(stderr, /^303 rows, 9 columns {3}\d/)
    equal((await pintail('historical --spine data/labels.csv --service heart_risk -q')).stderr, '')
  })

  it('historical writes whole floats with their point', async () => {
    const { stdout } = await pintail('historical --spine data/labels.csv --features cardiac:cholesterol_risk_score')
    match(stdout.split('\n')[0] ?? '', /"cholesterol_risk_score":1\.0\}$/)
  })

  it('historical reads a spine from stdin, whatever its form', async () => {
    const csv = 'patient_id,event_timestamp\np001,2025-01-01\n'
    const ndjson = '{"patient_id":"p001","event_timestamp":"2025-01-01"}\n'
    for (const input of [csv, ndjson, `[${ndjson.trim()}]`]) {
      const [row] = await rowsOf('historical --spine - --features cardiac:age_normalized --full-feature-names', input)
      equal(typeof row?.cardiac__age_normalized, 'number', input)
    }
  })

  it('historical writes each form into a file', async () => {
    for (const [form, begins] of [
      ['csv', /^patient_id,event_timestamp,diagnosis,vessel_score\n/],
      ['json', /^\s*\[\s*\{"patient_id"/],
      ['ndjson', /^\{"patient_id"/],
      ['parquet', /^PAR1/],
      ['md', /^\| patient_id \| event_timestamp \|/],
      ['txt', /^patient_id +event_timestamp/],
    ] as const) {
      const { status, stdout, stderr } = await pintail(
        `historical --spine data/labels.csv --features cardiac:vessel_score --known-at-timestamp -o out.${form}`,
      )
      deepEqual([status, stdout], [0, ''], stderr)
      match(stderr, new RegExp(`303 rows, 4 columns → out\\.${form}`))
      match(readFileSync(join(folder, `out.${form}`), 'latin1'), begins)
    }
    equal(
      (await pintail('historical --spine out.parquet --features cardiac:age_normalized -o - --format csv')).status,
      0,
    )
  })

  it('export gives all rows, or each key once', async () => {
    equal((await rowsOf('export cardiac')).length > 1600, true)
    equal((await rowsOf('export cardiac:vessel_score --latest --until 2025-06-30')).length, 303)
    equal((await pintail('export cardiac --since 2025-06-01 -o june.parquet')).status, 0)
  })

  it('materialize tells how many keys it looked at', async () => {
    const [first] = await rowsOf('materialize')
    deepEqual([first?.view, first?.keys, first?.mode], ['cardiac', 303, 'incremental'])
    const [full] = await rowsOf('sync cardiac --full')
    deepEqual([full?.keys, full?.mode], [303, 'full'])
    match((await pintail('materialize --format table')).stdout, /^cardiac {2}0 keys {2}until .*Z {2}incremental/)
  })

  it('online answers a row a key, unknown keys too', async () => {
    const rows = await rowsOf('online --entity patient_id=p001 --entity patient_id=nobody --service heart_risk')
    deepEqual(
      rows.map(({ patient_id, age_normalized }) => [patient_id, age_normalized === null]),
      [
        ['p001', false],
        ['nobody', true],
      ],
    )
    const long = await rowsOf(
      'get-online-features --entity patient_id=nobody --features cardiac:vessel_score --statuses',
    )
    deepEqual(long, [
      { patient_id: 'nobody', feature: 'vessel_score', value: null, status: 'NOT_FOUND', event_time: null },
    ])
  })

  it('online gives what the training set would', async () => {
    const now = 'patient_id,event_timestamp\np001,2026-06-01\n'
    const [trained] = await rowsOf('historical --spine - --service heart_risk', now)
    const [served] = await rowsOf('online --entity patient_id=p001 --service heart_risk')
    const { event_timestamp: _, ...features } = trained ?? {}
    deepEqual(served, features)
  })

  it('list and its filters', async () => {
    equal((await rowsOf('list')).length, 1)
    equal((await rowsOf('list features --view cardiac')).length, 6)
    equal((await rowsOf('list features --tag score')).length, 1)
    equal((await rowsOf('list features --status retired')).length, 0)
    equal((await rowsOf('list entities'))[0]?.entity, 'patient')
    match((await pintail('list services --format md')).stdout, /^\| service \| version \|/)
    match((await pintail('list features --status retired')).stderr, /^no features\n/)
    const runs = await rowsOf('list runs')
    deepEqual([...new Set(runs.map(({ kind }) => kind))].sort(), ['apply', 'export', 'ingest', 'materialize'])
  })

  it('completion knows the names of the project', async () => {
    const offered = async (line: string): Promise<string[]> =>
      (await runInside(['complete', '--', ...line.split(' ')], folder)).stdout
        .split('\n')
        .filter((row) => row.includes('\t'))
        .map((row) => row.split('\t')[0] ?? '')
    deepEqual(await offered('ingest '), ['cardiac'])
    deepEqual(await offered('online --service '), ['heart_risk'])
    deepEqual(await offered('online --features cardiac:v'), ['cardiac:vessel_score'])
    deepEqual(await offered('show pat'), ['patient'])
    deepEqual((await runInside(['complete', '--', 'ingest', ''], tmpdir())).stdout, ':4\n')
  })

  it('show', async () => {
    equal((await rowsOf('show cardiac'))[0]?.view, 'cardiac')
    match((await pintail('show cardiac:age_normalized --format table')).stdout, /^ {2}fit_min\(age\) {2}29$/m)
    equal((await rowsOf('show 1'))[0]?.run, 1)
  })

  it('explain a view as SQL, a cell as the rows weighed', async () => {
    match((await pintail('explain cardiac')).stdout, /^SELECT|^WITH|^--/)
    const rows = await rowsOf('explain cardiac:vessel_score --entity patient_id=p001 --at 2024-07-01')
    equal(rows.filter(({ chosen }) => chosen).length, 1)
    equal(
      rows.some(({ why }) => why === 'after the instant'),
      true,
    )
  })

  it('doctor finds everything in order', async () => {
    const findings = await rowsOf('doctor')
    deepEqual(
      findings.filter(({ status }) => status !== 'ok'),
      [],
    )
    const names = [
      'pintail',
      'node',
      'duckdb',
      'sqlite',
      'disk',
      'project',
      'writable',
      'state',
      'registry',
      'history',
      'definitions',
    ]
    deepEqual(
      findings.map(({ what }) => what),
      names,
    )
  })

  it('doctor finds files that no run names, and misses those that one does', async () => {
    const files = join(folder, '.pintail/offline/views/cardiac')
    const stray = join(files, 'stray.parquet')
    writeFileSync(stray, 'left by a crash')
    const warned = (await rowsOf('doctor')).find(({ status }) => status === 'warn')
    deepEqual([warned?.what, warned?.found], ['leftovers', '1 file that no run names, 0.0 MB'])
    rmSync(stray)
    renameSync(files, `${files}-away`)
    const { status, stdout } = await pintail('doctor')
    renameSync(`${files}-away`, files)
    equal(status, 1)
    match(stdout, /"what":"history","status":"fail","found":"\d+ files of the history are missing: views\/cardiac/)
  })

  it('config show and schema', async () => {
    const settings = await rowsOf('config show --origin')
    deepEqual(
      settings.find(({ key }) => key === 'server.port'),
      { key: 'server.port', value: 6566, origin: 'default' },
    )
    equal('origin' in ((await rowsOf('config show'))[0] ?? {}), false)
    const { stdout } = await pintail('schema')
    equal(JSON.parse(stdout).title, 'Pintail definitions')
  })

  it('a row that cannot be read makes the status 5; the others are in', async () => {
    const line = 'p001,2025-12-30T10:00:00Z,2025-12-30T10:00:00Z,58,1,3,143,268,0,0,130,1,2.1,2,1,3\n'
    appendFileSync(join(folder, 'data/visits.csv'), line + line.replace('p001', 'p002').replace('268', 'high'))
    const { status, stdout, stderr } = await pintail('ingest')
    equal(status, 5)
    deepEqual(JSON.parse(stdout).rows, { read: 1810, landed: 1, rejected: 1, skipped: 0, late: 0 })
    match(stderr, /\[rows_rejected\]\n {2}at {3}data\/visits\.csv:1811\n {2}fix .*\.pintail\/quarantine\//)
    match((await pintail('list runs --format csv')).stdout, /ingest/)
  })

  it('a retired feature is asked about, and taken with --yes', async () => {
    const file = join(folder, 'features/heart.ts')
    writeFileSync(
      file,
      readFileSync(file, 'utf8')
        .replace(/ {4}vessel_score: \{[^}]*\},\n/, '')
        .replace(' + 0.15 * vessel_score', ''),
    )
    const asked = await pintail('apply')
    equal(asked.status, 4)
    equal(asked.stdout, '')
    match(asked.stderr, /- {2}feature {2}cardiac:vessel_score/)
    match(asked.stderr, /\[confirmation_needed\]\n {2}fix {2}pintail apply --yes\n$/)
    const applied = await rowsOf('apply --yes')
    deepEqual(
      applied.filter(({ action }) => action === 'retired').map(({ name }) => name),
      ['cardiac:vessel_score'],
    )
    match((await pintail('plan --format table')).stdout, /^nothing to apply/)
  })

  it('doctor says when definitions are broken, and ends with 1', async () => {
    writeFileSync(join(folder, 'features/broken.yaml'), 'views:\n  a: { sorce: visits }\n')
    const { status, stdout } = await pintail('doctor')
    equal(status, 1)
    const last = stdout
      .trimEnd()
      .split('\n')
      .map((row) => JSON.parse(row))
      .at(-1)
    deepEqual([last.what, last.status], ['definitions', 'fail'])
  })
})

const demos = [
  { template: 'heart', wrote: /^303 rows, 9 columns → training\.csv/m },
  { template: 'events', wrote: /^3,000 rows, 60 columns → training\.csv/m },
]

for (const { template, wrote } of demos)
  it(`demo ${template} runs the whole way and leaves nothing behind`, async () => {
    const place = realpathSync(mkdtempSync(join(tmpdir(), 'pintail-demo-')))
    try {
      const { status, stdout, stderr } = await runInside(['demo', '--template', template, '--keep', 'sample'], place)
      equal(status, 0, stderr + stdout)
      for (const verb of ['init', 'apply', 'ingest', 'historical', 'materialize', 'online']) {
        match(stdout, new RegExp(`^\\$ pintail ${verb}`, 'm'))
      }
      match(stderr, wrote)
      match(stdout, /\ndone in .*s; go on with it {3}cd sample\n$/)
      equal(stdout.includes(place), false)
    } finally {
      rmSync(place, { recursive: true, force: true })
    }
  })
