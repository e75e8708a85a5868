// Special functions that p-values need: the incomplete gamma function and the tail of the normal distribution.

const lanczos = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
]

/** ln Γ(x) for x > 0, by Lanczos' approximation (g = 7, nine terms): about 15 digits. */
export const logGamma = (x: number): number => {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x)
  const t = x + 6.5
  const series = lanczos.reduce((sum, term, i) => (i === 0 ? term : sum + term / (x + i - 1)), 0)
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(series)
}

/** ln(1 + y) - y without cancellation near 0. */
const log1pMinus = (y: number): number => {
  if (Math.abs(y) > 0.4) return Math.log1p(y) - y
  let power = -y * y
  let sum = power / 2
  for (let k = 3; k < 200; k += 1) {
    power *= -y
    const term = power / k
    sum += term
    if (Math.abs(term) < 1e-17 * Math.abs(sum)) break
  }
  return sum
}

/** The error of Stirling's formula for ln Γ(a + 1), for a >= 10 (Loader, 2000). */
const stirlingError = (a: number): number => {
  const s = a * a
  return (1 / 12 - (1 / 360 - (1 / 1260 - (1 / 1680 - 1 / (1188 * s)) / s) / s) / s) / a
}

/** x^a·e^-x / Γ(a + 1), which loses no digits where a is large. */
const density = (a: number, x: number): number =>
  a < 10
    ? Math.exp(a * Math.log(x) - x - logGamma(a + 1))
    : Math.exp(a * log1pMinus((x - a) / a) - stirlingError(a)) / Math.sqrt(2 * Math.PI * a)

/**
 * Q(a, x) = Γ(a, x) / Γ(a), the regularised upper incomplete gamma function: a power series below a + 1, Lentz's
 * continued fraction above (Abramowitz and Stegun 6.5.29 and 6.5.31).
 */
export const upperGamma = (a: number, x: number): number => {
  if (x <= 0) return 1
  const front = density(a, x)
  if (x < a + 1) {
    let term = 1
    let sum = 1
    for (let k = 1; term > sum * 1e-17; k += 1) {
      term *= x / (a + k)
      sum += term
    }
    return Math.max(0, 1 - front * sum)
  }
  const tiny = 1e-300
  let b = x + 1 - a
  let c = 1 / tiny
  let d = 1 / b
  let fraction = d
  for (let k = 1; k < 10_000_000; k += 1) {
    const an = -k * (k - a)
    b += 2
    d = an * d + b
    d = 1 / (Math.abs(d) < tiny ? tiny : d)
    c = b + an / c
    if (Math.abs(c) < tiny) c = tiny
    const step = d * c
    fraction *= step
    if (Math.abs(step - 1) < 1e-16) break
  }
  return front * a * fraction
}

/** P(χ² >= x) with so many degrees of freedom. */
export const chiSquareTail = (x: number, degrees: number): number => upperGamma(degrees / 2, x / 2)

/** P(|Z| >= z) of a standard normal: erfc(z / √2). */
export const normalTails = (z: number): number => upperGamma(0.5, (z * z) / 2)
