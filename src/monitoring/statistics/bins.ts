// Into which bins do numbers fall? Edges are frozen with a baseline: its deciles, or its values where these are few.
import { at, quantilesOf, type Sample } from './sample.ts'

/**
 * `ranges`: interior edges, ascending; bin i holds edge[i-1] <= x < edge[i], the first and the last are open outwards.
 * `values`: a bin for each value, then one for all others.
 */
export interface Bins {
  readonly by: 'ranges' | 'values'
  readonly edges: readonly number[]
}

/** At most so many distinct values have a bin each. */
export const fewValues = 20

/** The name of the bin for what the baseline did not have. */
export const otherBin = '__other__'

const deciles = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]

/** Deciles are kept when they are distinct and strictly above the minimum. */
export const binsOf = (sample: Sample): Bins => {
  if (sample.values.length <= fewValues) return { by: 'values', edges: [...sample.values] }
  const minimum = at(sample.values, 0)
  return { by: 'ranges', edges: distinctEdges(quantilesOf(sample, deciles), minimum) }
}

export const distinctEdges = (quantiles: readonly number[], minimum: number): number[] =>
  quantiles.filter((edge, i) => edge > minimum && (i === 0 || edge !== quantiles[i - 1]))

/** How many values fall into each bin. */
export const binCounts = ({ by, edges }: Bins, { values, counts }: Sample): number[] => {
  const found = Array.from({ length: edges.length + 1 }, () => 0)
  let bin = 0
  for (let i = 0; i < values.length; i += 1) {
    const value = at(values, i)
    while (bin < edges.length && (by === 'ranges' ? value >= at(edges, bin) : value > at(edges, bin))) bin += 1
    const own = by === 'ranges' || edges[bin] === value ? bin : edges.length
    found[own] = at(found, own) + at(counts, i)
  }
  return found
}

/** Words for each bin: `< 10`, `10 … 20`, `>= 90`; of values the value itself. */
export const binLabels = ({ by, edges }: Bins): string[] => {
  if (by === 'values') return [...edges.map(String), otherBin]
  const last = edges.length
  if (last === 0) return ['all']
  const short = shortened(edges)
  return Array.from({ length: last + 1 }, (_, i) =>
    i === 0 ? `< ${short[0]}` : i === last ? `>= ${short[last - 1]}` : `${short[i - 1]} … ${short[i]}`,
  )
}

/** With as many digits as tell them apart. */
const shortened = (edges: readonly number[]): number[] => {
  for (let digits = 4; digits < 17; digits += 1) {
    const short = edges.map((edge) => Number(edge.toPrecision(digits)))
    if (new Set(short).size === edges.length) return short
  }
  return [...edges]
}
