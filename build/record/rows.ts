// What came in lately, as lines of CSV? Patients of the sample clinic again, and what a ward measured of them.
import { seeded } from '../../sample-data/random.ts'

const patients = 240

const nameOf = (patient: number): string => `p${String(patient + 1).padStart(3, '0')}`

const instant = (day: Date, minutes: number): string =>
  new Date(Math.floor(day.getTime() / 60_000 - minutes) * 60_000).toISOString().replace('.000Z', 'Z')

/** Visits of known patients on a later day; from the sixth round on with more and more cholesterol. */
export const movedVisits = (known: readonly string[], day: Date, round: number): string => {
  const chance = seeded(round + 1)
  return Array.from({ length: patients }, (_, at) => {
    const theirs = known.filter((row) => row.startsWith(`${nameOf(at)},`) && !row.includes(',,'))
    const row = theirs[chance.whole(0, Math.max(0, theirs.length - 1))]
    if (row === undefined) return ''
    const cells = row.split(',')
    const minutes = chance.whole(60, 1200)
    const more = Math.max(0, round - 5) * 14
    const chol = Number(cells[7]) + (more === 0 ? 0 : chance.whole(more - 10, more + 10))
    const recorded = instant(day, minutes - chance.whole(2, 50))
    return `${cells.with(1, instant(day, minutes)).with(2, recorded).with(7, String(chol)).join(',')}\n`
  }).join('')
}

/** The same, as a machine sends them whose heart rates got lost now and then. */
export const withoutHeartRate = (rows: string): string =>
  rows
    .split('\n')
    .map((row, at) => (at % 20 === 7 ? row.split(',').with(10, '').join(',') : row))
    .join('\n')

/** Measurements at the bedside; a new device comes late, and a cuff begins to fail. */
export const vitalsOf = (day: Date, round: number): string => {
  const chance = seeded(100 + round)
  const devices = ['cuff', 'monitor', 'ring', 'watch']
  return Array.from({ length: patients }, (_, at) => {
    const device = devices[chance.weighted([5, 4, 2, round > 6 ? 1 : 0])]
    const systolic = chance.happens(round > 5 ? 0.07 : 0.01) ? '' : chance.bell(128 + round, 15).toFixed(0)
    const values = [chance.bell(74, 9).toFixed(0), systolic, Math.min(1, chance.bell(0.97, 0.012)).toFixed(3), device]
    return `${[nameOf(at), instant(day, chance.whole(30, 600)), ...values].join(',')}\n`
  }).join('')
}
