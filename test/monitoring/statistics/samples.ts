// Samples that any language draws alike: multiples modulo a prime, so that SciPy and the tests see the same doubles.

export const steps = (n: number, factor: number, modulus: number, shift = 0, scale = 1): number[] =>
  Array.from({ length: n }, (_, i) => (((i * factor) % modulus) / modulus) * scale + shift)

const whole = (n: number, factor: number, modulus: number): number[] =>
  Array.from({ length: n }, (_, i) => (i * factor) % modulus)

const same = (n: number, value: number): number[] => Array.from({ length: n }, () => value)

export const samples: Readonly<Record<string, readonly [number[], number[]]>> = {
  tiny: [
    [1, 2, 3],
    [2, 4],
  ],
  one: [[1], [1]],
  constant: [same(60, 5), same(70, 5)],
  'two constants': [same(60, 5), same(70, 6)],
  ties: [whole(300, 7, 11), whole(170, 5, 13)],
  'equal sizes': [steps(100, 37, 101), steps(100, 41, 103, 0.05)],
  unequal: [steps(1001, 377, 1009), steps(50, 41, 103, 0.1)],
  coprime: [steps(997, 377, 1009), steps(641, 411, 1013, 0.02, 1.02)],
  multiple: [steps(1000, 377, 1009), steps(200, 41, 211, 0.08)],
  offset: [steps(500, 377, 1009, 1e6), steps(400, 41, 211, 1e6, 1.1)],
  negative: [steps(77, 13, 101, -0.5, 1e-6), steps(88, 17, 103, -0.5, 1.2e-6)],
  'large equal': [steps(10000, 3771, 10007), steps(10000, 4111, 10009, 0.012)],
  'large unequal': [steps(10000, 3771, 10007), steps(9999, 4111, 10009, 0.015)],
  'large far': [steps(10000, 3771, 10007), steps(9001, 4111, 10009, 0.2)],
  'beyond exact': [steps(10001, 3771, 10007), steps(500, 411, 1013, 0.07)],
  'very large': [steps(60000, 37711, 60013), steps(50000, 41111, 50021, 0.006)],
}

/** Normal draws that depend on the seed alone (mulberry32, Box–Muller). */
export const normals = (seed: number): (() => number) => {
  let state = seed >>> 0
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return (((t ^ (t >>> 14)) >>> 0) + 0.5) / 4294967296
  }
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform())
}
