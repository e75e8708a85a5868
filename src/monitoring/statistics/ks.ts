// How likely is a Kolmogorov–Smirnov statistic as large as this one, if both samples are of one distribution?

/** Up to so many values a side the p-value is exact. */
export const mostExact = 10_000

export interface KsTest {
  readonly p: number
  readonly method: 'exact' | 'asymptotic'
}

/**
 * Two-sided p-value of sup |F_n - F_m| = `scaled` / (n·m). Exact where neither side has over 10 000 values, else
 * Kolmogorov's limit of D·√(nm / (n + m)).
 */
export const ksTest = (scaled: number, n: number, m: number): KsTest =>
  Math.max(n, m) <= mostExact
    ? { p: exactTail(scaled, n, m), method: 'exact' }
    : { p: kolmogorovTail((scaled / (n * m)) * Math.sqrt((n * m) / (n + m))), method: 'asymptotic' }

/**
 * P(K >= x), K of Kolmogorov's distribution (SciPy: kstwobign.sf). Of the two series, each is used where it converges
 * in a few terms.
 */
export const kolmogorovTail = (x: number): number => {
  if (x <= 0) return 1
  if (x < 1) {
    let sum = 0
    for (let k = 1; k < 20; k += 2) sum += Math.exp((-(k * k) * Math.PI ** 2) / (8 * x * x))
    return 1 - (Math.sqrt(2 * Math.PI) / x) * sum
  }
  let sum = 0
  for (let k = 10; k > 0; k -= 1) sum += (k % 2 === 1 ? 2 : -2) * Math.exp(-2 * k * k * x * x)
  return sum
}

/** The exact two-sided tail, by counting lattice paths from (0, 0) to (n, m) (Hodges, 1958; SciPy's method='exact'). */
const exactTail = (scaled: number, n: number, m: number): number => {
  const g = divisor(n, m)
  const h = Math.round(scaled / g)
  if (h === 0) return 1
  // Massart's bound: beyond it the p-value is less than the least double.
  if ((scaled / n / m) * (scaled / (n + m)) > 375) return 0
  return Math.min(1, n === m ? equalTail(n, h) : unequalTail(n, m, g, h))
}

const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b))

/** n = m: 2·(A₁ - A₂ + A₃ …) / binomial(2n, n) with Aᵢ = binomial(2n, n - i·h), as nested products. */
const equalTail = (n: number, h: number): number => {
  let p = 0
  for (let k = Math.floor(n / h); k >= 0; k -= 1) {
    let factor = 1
    for (let j = 0; j < h; j += 1) factor = ((n - k * h - j) * factor) / (n + k * h + j + 1)
    p = factor * (1 - p)
  }
  return 2 * p
}

/**
 * The share of paths that leave the band |n·x - m·y| / g < h at some point, column after column: of those that end in
 * (i, j) a share i / (i + j) comes from the left, the others from below. Only the band is kept.
 */
const unequalTail = (one: number, other: number, g: number, h: number): number => {
  const [m, n] = one >= other ? [one, other] : [other, one]
  const [mg, ng] = [m / g, n / g]
  let from = 0
  let to = Math.min(Math.ceil(h / mg), n + 1)
  const share = new Float64Array(Math.min(2 * to + 2, n + 1)).fill(1)
  share.fill(0, 0, to)
  for (let i = 1; i <= m; i += 1) {
    const [lastFrom, lastTo] = [from, to]
    from = Math.min(Math.max(Math.floor((ng * i - h) / mg) + 1, 0), n)
    to = Math.min(Math.ceil((ng * i + h) / mg), n + 1)
    if (to <= from) return 1
    let value = from === 0 ? 0 : 1
    const moved = from - lastFrom
    for (let j = from; j < to; j += 1) {
      const place = j - from
      const left = j >= lastTo ? 1 : (share[place + moved] ?? 1)
      const part = 1 / (i + j)
      value = left * (i * part) + value * (j * part)
      share[place] = value
    }
  }
  return share[to - from - 1] ?? 1
}
