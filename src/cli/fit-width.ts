// How wide may each column be? Long texts give way first, then the last columns; names and numbers are never cut.

export interface Wish {
  readonly natural: number
  /** Of the column's name, which is never cut. */
  readonly name: number
  readonly canShrink: boolean
}

const gap = 2
const longest = 72
const shortest = 20

/** Widths of the columns that are shown; fewer than there are where even short ones do not fit. */
export const fit = (wishes: readonly Wish[], width: number | null): number[] => {
  const wanted = wishes.map(({ natural, name, canShrink }) =>
    canShrink ? Math.max(name, Math.min(natural, longest)) : natural,
  )
  if (width === null) return wanted
  const least = wishes.map(({ name, canShrink }, at) => {
    const most = wanted[at] ?? 0
    return canShrink ? Math.min(most, Math.max(name, shortest)) : most
  })
  const count = Math.max(1, least.findLastIndex((_, at) => total(least.slice(0, at + 1)) <= width) + 1)
  const widths = wanted.slice(0, count)
  while (total(widths) > width) {
    const spare = widths.map((now, at) => now - (least[at] ?? now))
    const most = Math.max(...spare)
    if (most <= 0) break
    const at = spare.indexOf(most)
    widths[at] = (widths[at] ?? 0) - Math.min(Math.ceil(most / 2), total(widths) - width)
  }
  return widths
}

const total = (widths: readonly number[]): number => widths.reduce((sum, width) => sum + width + gap, -gap)
