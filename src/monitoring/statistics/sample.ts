// Which numbers does a feature have? Distinct finite values in ascending order, each with how often it occurs.

/** Frozen; `values` ascends strictly, `counts[i]` ≥ 1 tells how often `values[i]` occurs, `total` is their sum. */
export interface Sample {
  readonly values: Float64Array
  readonly counts: Float64Array
  readonly total: number
}

/** Of numbers in any order; null, NaN and ±Inf are no values of a distribution. */
export const sampleOf = (numbers: Iterable<number | null> | Float64Array): Sample => {
  const sorted = finiteOf(numbers).sort()
  const values = new Float64Array(sorted.length)
  const counts = new Float64Array(sorted.length)
  let distinct = 0
  let last = Number.NaN
  for (let i = 0; i < sorted.length; i += 1) {
    const value = at(sorted, i)
    // -0 and 0 are one value.
    if (value !== last) {
      values[distinct] = value
      distinct += 1
      last = value
    }
    counts[distinct - 1] = at(counts, distinct - 1) + 1
  }
  return { values: values.subarray(0, distinct), counts: counts.subarray(0, distinct), total: sorted.length }
}

/** A copy without what is no number of a distribution. */
const finiteOf = (numbers: Iterable<number | null> | Float64Array): Float64Array => {
  if (numbers instanceof Float64Array) return numbers.filter(Number.isFinite)
  const finite: number[] = []
  for (const it of numbers) if (it !== null && Number.isFinite(it)) finite.push(it)
  return Float64Array.from(finite)
}

/** An entry that is known to be there. */
export const at = (list: { readonly [i: number]: number }, i: number): number => list[i] ?? Number.NaN

export interface Moments {
  readonly mean: number | null
  /** Of the population: divided by n. */
  readonly deviation: number | null
  readonly min: number | null
  readonly max: number | null
}

/** Null where there is no value, or where a figure is beyond what a double holds. */
export const momentsOf = ({ values, counts, total }: Sample): Moments => {
  if (total === 0) return { mean: null, deviation: null, min: null, max: null }
  const mean = sumOf(values.length, (i) => at(values, i) * (at(counts, i) / total))
  const variance = sumOf(values.length, (i) => (at(values, i) - mean) ** 2 * (at(counts, i) / total))
  return {
    mean: existing(mean),
    deviation: values.length === 1 ? 0 : existing(Math.sqrt(variance)),
    min: at(values, 0),
    max: at(values, values.length - 1),
  }
}

/** Neumaier's sum: errors do not grow with the number of terms. */
export const sumOf = (length: number, term: (i: number) => number): number => {
  let sum = 0
  let lost = 0
  for (let i = 0; i < length; i += 1) {
    const it = term(i)
    const next = sum + it
    lost += Math.abs(sum) >= Math.abs(it) ? sum - next + it : it - next + sum
    sum = next
  }
  return Number.isNaN(lost) ? sum : sum + lost
}

/** A figure that does not exist is null. */
export const existing = (figure: number): number | null => (Number.isFinite(figure) ? figure : null)

/**
 * Quantiles by linear interpolation between the two values beside place (n - 1)·q: R's type 7, NumPy's default.
 * The shares asked for ascend.
 */
export const quantilesOf = ({ values, counts, total }: Sample, shares: readonly number[]): number[] => {
  let i = 0
  let before = 0
  const valueAt = (place: number): number => {
    while (i < values.length - 1 && before + at(counts, i) <= place) {
      before += at(counts, i)
      i += 1
    }
    return at(values, i)
  }
  if (total === 0) return []
  return shares.map((share) => {
    const place = (total - 1) * share
    const low = Math.floor(place)
    const lower = valueAt(low)
    const upper = before + at(counts, i) > low + 1 || i === values.length - 1 ? lower : at(values, i + 1)
    const part = place - low
    // Not lower + (upper - lower)·part: the difference of two huge numbers is infinite.
    return part === 0 || lower === upper ? lower : lower * (1 - part) + upper * part
  })
}
