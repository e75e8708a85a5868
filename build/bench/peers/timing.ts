// How long does one read in process take? Random keys, warmed up, each read timed; printed in microseconds.
import { quantile } from '../statistics.ts'

export const timeReads = (keys: number, read: (ids: readonly number[]) => unknown): void => {
  const drawn = (count: number): number[] => Array.from({ length: count }, () => Math.floor(Math.random() * keys))
  const timed = (count: number, times: number): { p50: number; p99: number } => {
    const microseconds: number[] = []
    for (let i = 0; i < times * 1.2; i++) {
      const ids = drawn(count)
      const started = performance.now()
      read(ids)
      if (i >= times * 0.2) microseconds.push((performance.now() - started) * 1000)
    }
    return { p50: quantile(microseconds, 0.5), p99: quantile(microseconds, 0.99) }
  }
  console.log(`reads=${JSON.stringify({ one: timed(1, 100_000), hundred: timed(100, 5_000) })}`)
}
