// Is the committed clinic what its generator makes, and does it hold the traps that its README promises?
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { clinicFiles } from '../../sample-data/clinic.ts'

const folder = new URL('../../sample-data/clinic/', import.meta.url)
const read = (name: string): string => readFileSync(new URL(name, folder), 'utf8')

type Row = Readonly<Record<string, string>>
const rowsOf = (text: string): Row[] => {
  const [head = '', ...lines] = text.trimEnd().split('\n')
  const names = head.split(',')
  return lines.map((line) => {
    const values = line.split(',')
    return Object.fromEntries(names.map((name, i) => [name, values[i] ?? '']))
  })
}
const visits = rowsOf(read('data/visits.csv'))
const labels = rowsOf(read('data/labels.csv'))
const at = (row: Row | undefined, column: string): string => row?.[column] ?? ''
const newest = (rows: readonly Row[]): Row | undefined =>
  rows.reduce<Row | undefined>((best, row) => (best && order(best) > order(row) ? best : row), undefined)
const order = (row: Row): string => `${at(row, 'measured_at')} ${at(row, 'recorded_at')}`
const visitsOf = (label: Row): Row[] => visits.filter((row) => row.patient_id === label.patient_id)
const before = (label: Row): Row[] =>
  visitsOf(label).filter((row) => at(row, 'measured_at') <= at(label, 'event_timestamp'))
const mean = (numbers: readonly number[]): number => numbers.reduce((sum, x) => sum + x, 0) / numbers.length
const cholesterol = (diagnosis: string, rowsFor: (label: Row) => readonly Row[]): number =>
  Math.round(
    mean(
      labels
        .filter((label) => label.diagnosis === diagnosis)
        .map((label) => Number(at(newest(rowsFor(label)), 'chol'))),
    ),
  )

test('the committed files are what the generator writes, byte for byte', () => {
  for (const [name, text] of Object.entries(clinicFiles())) assert.equal(read(`data/${name}`), text, name)
})

test('every patient has one label, with a visit before it and one after', () => {
  assert.equal(new Set(labels.map((label) => label.patient_id)).size, 303)
  for (const label of labels) {
    assert.ok(before(label).length >= 2, at(label, 'patient_id'))
    assert.ok(before(label).length < visitsOf(label).length, at(label, 'patient_id'))
  }
})

test('no row is recorded before it was measured', () => {
  for (const row of visits) assert.ok(at(row, 'recorded_at') > at(row, 'measured_at'), JSON.stringify(row))
})

test('the latest visit tells the opposite of the visit before the label', () => {
  assert.deepEqual([cholesterol('1', visitsOf), cholesterol('0', visitsOf)], [184, 239])
  assert.deepEqual([cholesterol('1', before), cholesterol('0', before)], [264, 240])
})

test('the counts in the README hold', () => {
  const moments = new Set(visits.map((row) => `${row.patient_id} ${row.measured_at}`))
  const hindsight = labels.flatMap((label) =>
    before(label).filter((row) => at(row, 'recorded_at') > at(label, 'event_timestamp')),
  )
  const week = 7 * 86_400_000
  const late = visits.filter((row) => Date.parse(at(row, 'recorded_at')) - Date.parse(at(row, 'measured_at')) >= week)
  const examined = labels.filter((label) => at(newest(before(label)), 'ca') !== '')
  const counts = [visits.length, visits.length - moments.size, hindsight.length, late.length, examined.length]
  assert.deepEqual(counts, [1808, 127, 77, 219, 299])
})
