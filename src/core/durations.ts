// How long is `7d`? Durations are whole microseconds; months are refused because they have no fixed length.
import type { Micros } from './clock.ts'

const units: Readonly<Record<string, Micros>> = {
  us: 1n,
  ms: 1_000n,
  s: 1_000_000n,
  m: 60_000_000n,
  h: 3_600_000_000n,
  d: 86_400_000_000n,
  w: 604_800_000_000n,
}

/** `90s`, `1h`, `365d`, `2w`, `1d12h` → microseconds; null when it is no duration. */
export const readDuration = (text: string): Micros | null => {
  const parts = text.trim().matchAll(/(\d{1,12})(us|ms|s|m|h|d|w)/g)
  let total = 0n
  let read = ''
  for (const [whole, amount = '', unit = ''] of parts) {
    total += BigInt(amount) * (units[unit] ?? 0n)
    read += whole
  }
  return read !== '' && read === text.trim() ? total : null
}

/** The shortest way to write a duration: `365d`, `1d12h`, `90s`. */
export const formatDuration = (length: Micros): string => {
  if (length === 0n) return '0s'
  let rest = length
  let text = ''
  for (const unit of ['d', 'h', 'm', 's', 'ms', 'us']) {
    const size = units[unit] ?? 1n
    if (rest >= size) text += `${rest / size}${unit}`
    rest %= size
  }
  return text
}
