// Where does chance come from? A seeded generator of exact integer arithmetic, so every machine draws the same.

export interface Chance {
  /** In [0, 1). */
  uniform(): number
  /** A whole number from low to high, both included. */
  whole(low: number, high: number): number
  /** Bell-shaped: the sum of twelve uniforms, because Math.log and Math.cos may differ in the last bit. */
  bell(mean: number, deviation: number): number
  happens(probability: number): boolean
  /** An index, drawn in proportion to the weights. */
  weighted(weights: readonly number[]): number
}

/** mulberry32, by Tommy Ettinger (public domain). */
export const seeded = (seed: number): Chance => {
  let state = seed >>> 0
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return {
    uniform,
    whole: (low, high) => low + Math.floor(uniform() * (high - low + 1)),
    bell: (mean, deviation) => {
      let sum = -6
      for (let i = 0; i < 12; i++) sum += uniform()
      return mean + deviation * sum
    },
    happens: (probability) => uniform() < probability,
    weighted: (weights) => {
      const drawn = uniform() * weights.reduce((sum, weight) => sum + weight, 0)
      let reached = 0
      for (const [index, weight] of weights.entries()) {
        reached += weight
        if (drawn < reached) return index
      }
      return weights.length - 1
    },
  }
}
