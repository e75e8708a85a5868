// Who visits the sample shop? Where from, on what, how often, and whether to buy; nobody in it ever lived.
import type { Chance } from '../random.ts'

export interface Place {
  readonly country: string
  readonly region: string | null
}

export interface Visitor {
  readonly id: string
  readonly device: string
  readonly place: Place
  /** A multiple of the usual time a page takes. */
  readonly slowness: number
  /** How often a page fails on them. */
  readonly trouble: number
  /** Visits of no purpose. */
  readonly strolls: number
  /** Instants of purchases, in milliseconds. */
  readonly buys: readonly number[]
  /** Instants at which they gave up what they had been about to buy. */
  readonly leaves: readonly number[]
}

export const day = 86_400_000
export const opening = Date.parse('2026-03-01T00:00:00Z')
export const days = 60

const devices = ['mobile', 'desktop', 'tablet', 'tv', 'console']
const countries = ['US', 'GB', 'DE', 'IN', 'FR', 'CA', 'BR', 'JP', 'NL', 'ES', 'PL', 'KE', 'NZ', "Côte d'Ivoire"]
const states = ['New York', 'Massachusetts', 'California', 'Texas', 'Washington', 'Florida', 'Illinois', 'Vermont']

export const drawDevice = (chance: Chance): string => devices[chance.weighted([52, 36, 9, 2, 1])] ?? 'mobile'

export const drawPlace = (chance: Chance): Place => {
  const country = countries[chance.weighted([42, 11, 9, 9, 7, 6, 5, 4, 2, 2, 1, 1, 0.6, 0.4])] ?? 'US'
  if (country !== 'US') return { country, region: null }
  return { country, region: states[chance.weighted([20, 9, 24, 16, 8, 12, 9, 2])] ?? null }
}

const moments = (count: number, chance: Chance): number[] =>
  Array.from({ length: count }, () => opening + 2 * day + chance.whole(0, (days - 3) * day))

export const drawVisitor = (position: number, chance: Chance): Visitor => {
  const interest = chance.uniform()
  const device = drawDevice(chance)
  const trouble = chance.happens(0.12) ? 0.16 : 0.02
  const willBuy = chance.happens(
    (0.14 + 0.5 * interest) * (trouble > 0.1 ? 0.4 : 1) * (device === 'desktop' ? 1.2 : 0.9),
  )
  const willLeave = chance.happens(trouble > 0.1 ? 0.5 : 0.25)
  return {
    id: `d${String(position).padStart(4, '0')}`,
    device,
    place: drawPlace(chance),
    slowness: device === 'mobile' ? 1.5 : device === 'desktop' ? 0.9 : 1.2,
    trouble,
    strolls: 1 + Math.floor(9 * chance.uniform() * (chance.uniform() + interest)),
    buys: willBuy ? moments(chance.whole(1, 2), chance) : [],
    leaves: willLeave ? moments(1, chance) : [],
  }
}
