// Datasets and select on the command line: statuses, data on stdout, narration on stderr.
import { deepEqual, equal, match } from 'node:assert/strict'
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import Sqlite from 'better-sqlite3'
import { makeClinic, removeClinic } from '../cli/clinic.ts'
import { type Outcome, runInside } from '../cli/run-inside.ts'

let folder = ''
before(async () => {
  folder = await makeClinic()
})
after(() => removeClinic(folder))

const pintail = (line: string): Promise<Outcome> => runInside(line.split(' '), folder)

const create = 'dataset create --spine data/labels.csv --service heart_risk --target diagnosis'

test('create keeps a training set, quietly where it is a pipe', async () => {
  const { status, stdout, stderr } = await pintail(`${create} heart-2025`)
  deepEqual([status, stdout], [0, ''])
  match(stderr, /^dataset heart-2025: 303 rows, 9 columns {3}\d.*\nsha256 [0-9a-f]{64}\n$/)
  deepEqual(readdirSync(join(folder, '.pintail/datasets')), ['heart-2025'])
})

test('create writes a file, too, or stdout', async () => {
  const { status, stderr } = await pintail(`${create} heart-split --split 0.8 -o training.csv --timings`)
  equal(status, 0, stderr)
  match(stderr, /fitted numbers of cardiac:age_normalized may have seen rows after the cut at 2024-12-11T14:10:00Z/)
  match(stderr, /303 rows, 10 columns, 242 train and 61 test from 2024-12-11T14:10:00Z → training.csv/)
  match(stderr, /dataset +hash +[\d.]+ m?s/)
  equal(readFileSync(join(folder, 'training.csv'), 'utf8').split('\n').length, 305)
  const { stdout } = await pintail(`${create} heart-piped -o - --quiet`)
  equal(stdout.trimEnd().split('\n').length, 303)
})

test('list and show', async () => {
  const { stdout } = await pintail('dataset list --format csv')
  match(
    stdout,
    /^dataset,rows,train,test,features,service,target,spine,created\nheart-2025,303,,,6,heart_risk@1,diagnosis,/,
  )
  equal((await pintail('list datasets --format csv')).stdout, stdout)
  const shown = JSON.parse((await pintail('dataset show heart-split')).stdout)
  equal(shown.features[0].fitted[0], 'fit_min(age) = 29')
  match((await pintail('dataset show heart-split --format table')).stdout, /^values_sha256 +[0-9a-f]{64}$/m)
  const { status, stderr } = await pintail('dataset show heart-2024')
  deepEqual(
    [status, stderr],
    [
      2,
      'error: there is no dataset "heart-2024"   [unknown_name]\n  fix  did you mean "heart-2025"?   pintail dataset list\n',
    ],
  )
})

test('reproduce makes the same bytes; other values are status 5', async () => {
  const same = await pintail('dataset reproduce heart-2025 -o again.parquet')
  deepEqual([same.status, same.stdout], [0, ''])
  match(same.stderr, /^heart-2025: the same bytes, 303 rows → again.parquet/)
  equal((await pintail('dataset reproduce heart-2025 -o again.parquet --quiet')).stderr, '')
  const kept = readFileSync(join(folder, '.pintail/datasets/heart-2025/rows.parquet'))
  equal(readFileSync(join(folder, 'again.parquet')).equals(kept), true)
  const registry = new Sqlite(join(folder, '.pintail/registry.db'))
  registry.exec(`UPDATE view_versions SET definition = json_set(definition, '$.ttl', 1)`)
  registry.close()
  const other = await pintail('dataset reproduce heart-2025 -o again.parquet --quiet')
  equal(other.status, 5)
  match(other.stderr, /^heart-2025: not the same, 303 rows/)
  match(other.stderr, /^ {2}age_normalized differs in \d+ rows: row 1, 2, 3, 4, 5, …$/m)
  const damaged = new Sqlite(join(folder, '.pintail/registry.db'))
  damaged.exec(`UPDATE view_versions SET definition = json_set(definition, '$.ttl', 315360000000000)`)
  damaged.close()
})

test('diff tells what is not shared', async () => {
  const { stdout } = await pintail('dataset diff heart-2025 heart-split')
  const rows = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  deepEqual(
    rows.map((row) => row.what),
    ['split', 'values', 'column split'],
  )
  const same = await pintail('dataset diff heart-2025 heart-2025')
  deepEqual([same.status, same.stdout, same.stderr], [0, '', 'heart-2025 and heart-2025 are the same\n'])
})

test('what is missing or too much is told', async () => {
  const told = async (line: string): Promise<string> => {
    const { status, stderr } = await pintail(line)
    equal(status, 2)
    return stderr.split('\n')[0] ?? ''
  }
  match(await told('dataset create'), /pintail dataset create needs the name of a dataset/)
  match(await told('dataset create x'), /say which rows are asked about: --spine/)
  match(await told('dataset create x --spine - --service heart_risk'), /remembers the file it was made of/)
  match(await told('dataset create x --spine data/labels.csv'), /say which features/)
  match(await told('dataset diff a'), /needs the names of two datasets/)
  match(await told('dataset list a'), /does not take "a"/)
  match(await told('dataset crate x'), /action is none of/)
  match(await told('select --target diagnosis'), /--spine/)
  match(await told('select --spine data/labels.csv'), /--target/)
  match(await told('select --spine data/labels.csv --target diagnosis --top 0'), /--top is not a whole number/)
})

test('select ranks features in every form', async () => {
  const line = 'select --spine data/labels.csv --target diagnosis'
  const { status, stdout, stderr } = await pintail(line)
  equal(status, 0, stderr)
  const rows = stdout
    .trimEnd()
    .split('\n')
    .map((row) => JSON.parse(row))
  deepEqual([rows.length, rows[0].feature, rows[0].redundant], [6, 'cardiac:composite_risk_score', []])
  match(stderr, /^303 rows; diagnosis: 2 classes, 0\.\d{4} nats to be told {3}6 features$/m)
  match(
    (await pintail(`${line} --top 1 --format csv`)).stdout,
    /^rank,feature,type,information,.*\n1,cardiac:composite[^\n]*\n$/,
  )
  match(
    (await pintail(`${line} --service heart_risk --top 2 --format md`)).stdout,
    /^\| rank \| feature \|.*\n(\|.*\n){3}$/,
  )
  writeFileSync(
    join(folder, 'twice.csv'),
    'patient_id,event_timestamp,diagnosis\np001,2025-01-01,1\np002,2025-01-01,0\n',
  )
  const twice = await pintail('select --spine twice.csv --target diagnosis --format table')
  match(twice.stdout, /\(-?1\.00\)/)
  rmSync(join(folder, 'twice.csv'))
})
