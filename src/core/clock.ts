// What time is it? The only reader of the machine's clock; tests set a fixed one.

/** Microseconds since 1970-01-01T00:00:00Z. */
export type Micros = bigint

export interface Clock {
  now(): Micros
}

export const systemClock: Clock = { now: () => BigInt(Date.now()) * 1000n }

export const fixedClock = (at: Micros): Clock => ({ now: () => at })

/** Milliseconds of a monotonic clock, for durations only. */
export const elapsed = (): number => performance.now()
