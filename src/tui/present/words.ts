// How are ages, counts and numbers said? Ages in words, digits in groups, units named.
import type { Micros } from '../../core/clock.ts'
import { formatInstant, readInstant } from '../../core/instants.ts'

/** Digits in groups of three. */
export const counted = (count: number | bigint): string => String(count).replaceAll(/\B(?=(\d{3})+(?!\d))/g, ',')

export const several = (count: number, noun: string, plural = `${noun}s`): string =>
  `${counted(count)} ${count === 1 ? noun : plural}`

const steps: readonly (readonly [number, string])[] = [
  [365 * 86_400, 'year'],
  [30 * 86_400, 'month'],
  [86_400, 'day'],
  [3600, 'hour'],
  [60, 'minute'],
  [1, 'second'],
]

/** `3 days`, `1 hour`, `under a second`. */
export const lengthInWords = (seconds: number): string => {
  const step = steps.find(([size]) => seconds >= size)
  if (step === undefined) return 'under a second'
  return several(Math.floor(seconds / step[0]), step[1])
}

/** `3 days ago`, `just now`, `in 2 hours`. */
export const age = (at: Micros | null, now: Micros): string => {
  if (at === null) return 'never'
  const seconds = Number(now - at) / 1e6
  if (seconds < -1) return `in ${lengthInWords(-seconds)}`
  return seconds < 2 ? 'just now' : `${lengthInWords(seconds)} ago`
}

const short: Readonly<Record<string, string>> = {
  year: 'y',
  month: 'mo',
  day: 'd',
  hour: 'h',
  minute: 'min',
  second: 's',
}

/** `3 d`, `5 min`: where a column is narrow. */
export const shortAge = (at: Micros | null, now: Micros): string => {
  if (at === null) return 'never'
  const seconds = Number(now - at) / 1e6
  const step = steps.find(([size]) => Math.abs(seconds) >= size)
  if (step === undefined) return 'now'
  return `${seconds < 0 ? 'in ' : ''}${Math.floor(Math.abs(seconds) / step[0])} ${short[step[1]] ?? ''}`
}

/** `3 d ago`, `in 5 min`, `just now`. */
export const shortAgo = (at: Micros, now: Micros): string => {
  const text = shortAge(at, now)
  if (text === 'now') return 'just now'
  return text.startsWith('in ') ? text : `${text} ago`
}

export const lasting = (seconds: number): string => {
  if (seconds < 0.001) return `${Math.round(seconds * 1e6)} µs`
  if (seconds < 1) return `${Number((seconds * 1000).toPrecision(3))} ms`
  if (seconds < 60) return `${seconds.toFixed(1)} s`
  return lengthInWords(seconds)
}

/** To the second: `2026-03-01 12:00:00`. */
export const instant = (at: Micros): string =>
  formatInstant(at - (((at % 1_000_000n) + 1_000_000n) % 1_000_000n))
    .replace('T', ' ')
    .replace('Z', '')

export const microsOf = (text: unknown): Micros | null => (typeof text === 'string' ? readInstant(text) : null)

/** Four digits that matter: 0.2917, 1.234e-7, 12,345.7. */
export const figure = (value: number | null): string => {
  if (value === null) return ''
  if (!Number.isFinite(value)) return String(value)
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return counted(value)
  const size = Math.abs(value)
  if (size < 1e-4 || size >= 1e15) return value.toExponential(2)
  if (size >= 1000)
    return (
      counted(Math.trunc(value)) +
      Math.abs(value % 1)
        .toFixed(1)
        .slice(1)
    )
  return String(Number(value.toPrecision(4)))
}

/** A share as a percentage that never rounds to all or nothing. */
export const percent = (share: number | null): string => {
  if (share === null) return ''
  const hundred = share * 100
  if (hundred > 0 && hundred < 0.1) return '<0.1%'
  if (hundred < 100 && hundred > 99.9) return '>99.9%'
  return `${Number.isInteger(hundred) ? hundred : hundred.toFixed(1)}%`
}
