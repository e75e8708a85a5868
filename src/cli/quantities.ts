// How are counts and durations said to a person? `1 808 rows`, `0.42 s`, `3m 20s`.

/** Digits in groups of three: 1808 → `1,808`. */
export const counted = (count: number | bigint): string => String(count).replaceAll(/\B(?=(\d{3})+(?!\d))/g, ',')

/** `1 row`, `2 rows`. */
export const several = (count: number, noun: string, plural = `${noun}s`): string =>
  `${counted(count)} ${count === 1 ? noun : plural}`

/** Milliseconds, in the unit a person would use. */
export const lasting = (milliseconds: number): string => {
  if (milliseconds < 1) return `${milliseconds.toFixed(2)} ms`
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`
  if (milliseconds < 60_000) return `${(milliseconds / 1000).toFixed(milliseconds < 10_000 ? 2 : 1)} s`
  const seconds = Math.round(milliseconds / 1000)
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m ${seconds % 60}s`
  return `${Math.floor(seconds / 3600)}h ${Math.floor((seconds % 3600) / 60)}m`
}

/** 1250000 → `1.25M`, for a rate that changes while it is read. */
export const rounded = (count: number): string => {
  if (count >= 1e9) return `${(count / 1e9).toPrecision(3)}G`
  if (count >= 1e6) return `${(count / 1e6).toPrecision(3)}M`
  if (count >= 1e4) return `${(count / 1e3).toPrecision(3)}k`
  return counted(Math.round(count))
}
