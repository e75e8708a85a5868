// Who is a patient, and what does a visit measure? Shaped like the UCI heart data; nobody in it ever lived.
import type { Chance } from './random.ts'

/** What a visit measures, in UCI coding. `ca` is null where the vessels were not looked at. */
export interface Picture {
  readonly age: number
  readonly sex: number
  readonly cp: number
  readonly trestbps: number
  readonly chol: number
  readonly fbs: number
  readonly restecg: number
  readonly thalach: number
  readonly exang: number
  readonly oldpeak: number
  readonly slope: number
  readonly ca: number | null
  readonly thal: number
}

export interface Patient {
  readonly id: string
  readonly ill: boolean
  /** The usual picture, before any treatment. */
  readonly usual: Picture
}

const within = (low: number, high: number, x: number): number => Math.min(high, Math.max(low, Math.round(x)))
const tenths = (low: number, high: number, x: number): number => within(low * 10, high * 10, x * 10) / 10

/** These four were never sent to fluoroscopy: their `ca` is null at every visit. */
const neverExamined: readonly number[] = [88, 167, 193, 288]

export const drawPatient = (position: number, chance: Chance): Patient => {
  const ill = chance.happens(0.46)
  const either = <T>(whenIll: T, whenWell: T): T => (ill ? whenIll : whenWell)
  const age = within(29, 76, chance.bell(either(56.6, 52.6), either(7.9, 9.4)))
  const usual: Picture = {
    age,
    sex: Number(chance.happens(either(0.82, 0.56))),
    cp: 1 + chance.weighted(either([5, 6, 13, 76], [10, 25, 41, 24])),
    trestbps: within(94, 200, chance.bell(either(134.6, 129.3), 16)),
    chol: within(126, 420, chance.bell(either(258, 240), 44)),
    fbs: Number(chance.happens(0.15)),
    restecg: [0, 2, 1][chance.weighted(either([41, 57, 2], [58, 41, 1]))] ?? 0,
    thalach: within(82, 202, chance.bell(either(139, 158) - (age - 54) * 0.6, 17)),
    exang: Number(chance.happens(either(0.55, 0.14))),
    oldpeak: tenths(0, 6.2, chance.bell(either(1.6, 0.4), either(1.2, 0.8))),
    slope: 1 + chance.weighted(either([26, 65, 9], [65, 30, 5])),
    ca: chance.weighted(either([33, 32, 22, 13], [80, 14, 4, 2])),
    thal: [3, 6, 7][chance.weighted(either([27, 9, 64], [79, 4, 17]))] ?? 3,
  }
  return {
    id: `p${String(position).padStart(3, '0')}`,
    ill,
    usual: neverExamined.includes(position) ? { ...usual, ca: null } : usual,
  }
}

/** One day's picture: the usual one, older by whole years, with the day's scatter, and changed by treatment. */
export const drawPicture = ({ usual }: Patient, years: number, treated: boolean, chance: Chance): Picture => ({
  ...usual,
  age: usual.age + years,
  trestbps: within(94, 200, chance.bell(usual.trestbps, 5) - (treated ? 12 : 0)),
  chol: within(100, 564, chance.bell(usual.chol, 9) * (treated ? 0.7 : 1)),
  thalach: within(71, 202, chance.bell(usual.thalach, 4) * (treated ? 0.9 : 1)),
  exang: treated && chance.happens(0.7) ? 0 : usual.exang,
  oldpeak: tenths(0, 6.2, chance.bell(usual.oldpeak, 0.15) * (treated ? 0.5 : 1)),
})

/** How the clinic first wrote a picture down that it later corrected: vessels pending, or a slip of the pen. */
export const misread = (picture: Picture, chance: Chance): Picture => {
  const pending = chance.happens(0.4)
  return {
    ...picture,
    ca: pending ? null : picture.ca,
    chol: pending ? picture.chol : picture.chol + chance.whole(15, 40),
  }
}
