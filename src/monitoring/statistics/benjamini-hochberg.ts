// Which p-values still count when many features are tested at once? Adjusted so that false discoveries stay few.

/** Benjamini and Hochberg (1995): pᵢ·n / rank, made to ascend; what was not tested (null) stays out of the count. */
export const adjusted = (ps: readonly (number | null)[]): (number | null)[] => {
  const tested = ps.flatMap((p, i) => (p === null ? [] : [{ p, i }])).sort((a, b) => b.p - a.p)
  const result: (number | null)[] = ps.map(() => null)
  let least = 1
  tested.forEach(({ p, i }, place) => {
    least = Math.min(least, (p * tested.length) / (tested.length - place))
    result[i] = least
  })
  return result
}
