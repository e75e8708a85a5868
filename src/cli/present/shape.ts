// What does a distribution look like in a line? A bar a column, as high as values are dense there.
import type { Histogram, Profile } from '../../core/profiles.ts'

/** Signs from nothing to full. */
export type Signs = readonly string[]

export const blocks: Signs = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█']
export const ascii: Signs = [' ', '.', ':', '-', '=', '+', '*', '#']

const columns = 24

/** A small histogram from the least value to the greatest; of a few values a bar each. Empty where there is none. */
export const shapeOf = ({ histogram, min, max }: Pick<Profile, 'histogram' | 'min' | 'max'>, signs: Signs): string => {
  if (histogram === null) return ''
  if (histogram.by === 'values') return bars(withoutEmptyOther(histogram), signs)
  const [low, high] = [Number(min), Number(max)]
  if (min === null || max === null || Number.isNaN(low) || Number.isNaN(high)) return ''
  return bars(low === high ? [1] : densities(histogram, low, high), signs)
}

const withoutEmptyOther = ({ counts }: Histogram): readonly number[] =>
  counts.at(-1) === 0 ? counts.slice(0, -1) : counts

/** Counts spread evenly over each bin, gathered again in columns of one width. */
const densities = ({ edges, counts }: Histogram, low: number, high: number): number[] => {
  const found = Array.from({ length: columns }, () => 0)
  const width = (high - low) / columns
  for (const [i, count] of counts.entries()) {
    const from = Math.max(low, i === 0 ? low : (edges[i - 1] ?? low))
    const to = Math.min(high, edges[i] ?? high)
    if (count === 0) continue
    if (!(to > from)) {
      const at = Math.min(columns - 1, Math.max(0, Math.floor((from - low) / width)))
      found[at] = (found[at] ?? 0) + count
      continue
    }
    for (let at = 0; at < columns; at += 1) {
      const overlap = Math.min(to, low + (at + 1) * width) - Math.max(from, low + at * width)
      if (overlap > 0) found[at] = (found[at] ?? 0) + (count * overlap) / (to - from)
    }
  }
  return found
}

const bars = (heights: readonly number[], signs: Signs): string => {
  const most = Math.max(...heights)
  if (!(most > 0)) return ''
  const top = signs.length - 1
  // What is not empty is never drawn as nothing.
  return heights.map((height) => signs[height <= 0 ? 0 : Math.max(1, Math.round((height / most) * top))] ?? '').join('')
}

/** A bar that lies, of at most `width` signs. */
export const lying = (share: number, width: number, signs: Signs): string => {
  const full = signs.at(-1) ?? '#'
  return full.repeat(share <= 0 ? 0 : Math.max(1, Math.round(share * width)))
}
