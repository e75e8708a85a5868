// Which number stands for several runs? Median, quantile and a rounding fit to be read.

/** Linear between the two nearest; NaN of nothing. */
export const quantile = (numbers: readonly number[], q: number): number => {
  const sorted = [...numbers].sort((a, b) => a - b)
  const at = (sorted.length - 1) * q
  const [low, high] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]]
  return low === undefined || high === undefined ? Number.NaN : low + (high - low) * (at - Math.floor(at))
}

export const median = (numbers: readonly number[]): number => quantile(numbers, 0.5)

/** Run by run: how many times `base`. */
export const medianRatio = (numbers: readonly number[], base: readonly number[]): number =>
  median(numbers.map((each, i) => each / (base[i] ?? Number.NaN)))

/** To three figures, for tables. */
export const rounded = (x: number): number => Number(x.toPrecision(3))
