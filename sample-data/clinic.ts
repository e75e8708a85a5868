// What does the sample clinic's data look like? Two years of visits and one diagnosis a patient; seeded, synthetic.
// `node sample-data/clinic.ts` writes the files; a test compares them byte for byte with what this makes.
import { writeFileSync } from 'node:fs'
import { drawPatient, drawPicture, misread, type Patient, type Picture } from './patient.ts'
import { type Chance, seeded } from './random.ts'

const patients = 303
const minute = 60_000
const day = 1440 * minute
const opening = Date.parse('2024-01-02T07:00:00Z')

interface Row {
  readonly patient: string
  readonly measured: number
  readonly recorded: number
  readonly picture: Picture
}
interface Label {
  readonly patient: string
  readonly at: number
  readonly diagnosis: number
}

/** Usually within the hour, sometimes days later, and one in sixteen weeks later: a letter from another hospital. */
const delay = (chance: Chance): number => {
  const kind = chance.weighted([84, 10, 6])
  const days = kind === 0 ? 0 : kind === 1 ? chance.whole(1, 4) : chance.whole(10, 60)
  return days * day + chance.whole(2, 90) * minute
}

const visitTimes = (chance: Chance): number[] => {
  const times: number[] = []
  let at = opening + chance.whole(0, 110) * day
  for (let left = chance.whole(4, 7); left > 0; left--) {
    times.push(at + chance.whole(0, 600) * minute)
    at += chance.whole(45, 110) * day
  }
  return times
}

/**
 * The diagnosis falls after the second visit or later and before the last one. From then on the ill are treated,
 * and the visit that decided is often written anew, so rows recorded after the diagnosis know about it.
 */
const courseOf = (patient: Patient, chance: Chance): { readonly rows: readonly Row[]; readonly label: Label } => {
  const times = visitTimes(chance)
  const decisive = chance.whole(1, times.length - 2)
  const at = (times[decisive] ?? opening) + chance.whole(3, 30) * day + chance.whole(10, 90) * minute
  const rows = times.flatMap((measured, visit): Row[] => {
    const treated = patient.ill && measured > at
    const years = Math.floor((measured - opening) / (365 * day))
    const picture = drawPicture(patient, years, treated, chance)
    const recorded = measured + delay(chance)
    const row = { patient: patient.id, measured, recorded, picture }
    const corrected = visit === decisive ? chance.happens(patient.ill ? 0.35 : 0.05) : chance.happens(0.04)
    if (!corrected) return [row]
    const later =
      Math.max(recorded, visit === decisive ? at : 0) + chance.whole(1, 20) * day + chance.whole(5, 60) * minute
    return [
      { ...row, picture: misread(picture, chance) },
      { ...row, recorded: later },
    ]
  })
  return { rows, label: { patient: patient.id, at, diagnosis: Number(patient.ill) } }
}

const instant = (milliseconds: number): string => new Date(milliseconds).toISOString().replace('.000Z', 'Z')

const visitLine = ({ patient, measured, recorded, picture: p }: Row): string =>
  [
    ...[patient, instant(measured), instant(recorded), p.age, p.sex, p.cp, p.trestbps, p.chol, p.fbs, p.restecg],
    ...[p.thalach, p.exang, p.oldpeak.toFixed(1), p.slope, p.ca ?? '', p.thal],
  ].join(',')

const visitColumns =
  'patient_id,measured_at,recorded_at,age,sex,cp,trestbps,chol,fbs,restecg,thalach,exang,oldpeak,slope,ca,thal'

/** The text of every file by its name. Visits stand in the order in which the clinic recorded them. */
export const clinicFiles = (seed = 303): Readonly<Record<'visits.csv' | 'labels.csv', string>> => {
  const chance = seeded(seed)
  const courses = Array.from({ length: patients }, (_, i) => courseOf(drawPatient(i + 1, chance), chance))
  const rows = courses.flatMap((course) => course.rows)
  rows.sort((a, b) => a.recorded - b.recorded || (a.patient < b.patient ? -1 : 1))
  const labels = courses.map(({ label }) => `${label.patient},${instant(label.at)},${label.diagnosis}`)
  return {
    'visits.csv': `${[visitColumns, ...rows.map(visitLine)].join('\n')}\n`,
    'labels.csv': `${['patient_id,event_timestamp,diagnosis', ...labels].join('\n')}\n`,
  }
}

if (import.meta.main)
  for (const [name, text] of Object.entries(clinicFiles()))
    writeFileSync(new URL(`clinic/data/${name}`, import.meta.url), text)
