// How is an instant written and read? UTC microseconds inside, RFC 3339 with Z outside.
import type { Micros } from './clock.ts'
import { PintailError } from './errors.ts'

const perSecond = 1_000_000n
const perDay = 86_400n * perSecond

const floorDivide = (a: bigint, b: bigint): bigint => (a >= 0n ? a / b : -((-a + b - 1n) / b))

/** Days since 1970-01-01 → [year, month, day]; Howard Hinnant's civil_from_days, proleptic Gregorian. */
const civil = (days: number): [number, number, number] => {
  const z = days + 719_468
  const era = Math.floor(z / 146_097)
  const dayOfEra = z - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shifted = Math.floor((5 * dayOfYear + 2) / 153)
  const day = dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1
  const month = shifted < 10 ? shifted + 3 : shifted - 9
  return [yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day]
}

const two = (n: number): string => (n < 10 ? `0${n}` : String(n))

/** `2026-03-01T12:00:00.25Z`: the fraction is cut of trailing zeros and left out when it is zero. */
export const formatInstant = (at: Micros): string => {
  const days = floorDivide(at, perDay)
  const inDay = at - days * perDay
  const seconds = Number(inDay / perSecond)
  const fraction = Number(inDay % perSecond)
  const [year, month, day] = civil(Number(days))
  const date = `${year < 0 ? '-' : ''}${String(Math.abs(year)).padStart(4, '0')}-${two(month)}-${two(day)}`
  const time = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
  const tail = fraction === 0 ? '' : `.${String(fraction).padStart(6, '0').replace(/0+$/, '')}`
  return `${date}T${time}${tail}Z`
}

const shape =
  /^(\d{4})-(\d{2})-(\d{2})(?:[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?\s*(Z|z|[+-]\d{2}(?::?\d{2})?)?)?$/

/** Reads a date, or a date and time with or without an offset (naive is UTC); null when it is neither. */
export const readInstant = (text: string): Micros | null => {
  const found = shape.exec(text.trim())
  if (!found) return null
  const [, year = '', month = '', day = '', hour = '0', minute = '0', second = '0', fraction = '', zone = 'Z'] = found
  const milliseconds = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  )
  const at = new Date(milliseconds)
  if (Number(year) < 100) at.setUTCFullYear(Number(year))
  const kept = at.getUTCMonth() + 1 === Number(month) && at.getUTCDate() === Number(day)
  if (!kept || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null
  const micros = BigInt(at.getTime()) * 1000n + BigInt(fraction.padEnd(6, '0').slice(0, 6))
  return micros - offsetOf(zone)
}

const offsetOf = (zone: string): Micros => {
  if (zone === 'Z' || zone === 'z') return 0n
  const digits = zone.slice(1).replace(':', '').padEnd(4, '0')
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2))
  return BigInt(zone.startsWith('-') ? -minutes : minutes) * 60n * perSecond
}

/** As {@link readInstant}, but an unreadable text is an error that names the option it came from. */
export const parseInstant = (text: string, option: string): Micros => {
  const at = readInstant(text)
  if (at !== null) return at
  throw new PintailError({
    code: 'bad_instant',
    message: `${option} is not an instant: "${text}"`,
    fix: 'write it as 2026-03-01, 2026-03-01T12:00:00Z or 2026-03-01T12:00:00+01:00',
  })
}
