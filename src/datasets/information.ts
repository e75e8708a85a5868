// How much does one column tell of another? Mutual information of two columns of classes, from how often each pair is.

/** How many rows have class x of the one and y of the other; each pair once. */
export interface Cell {
  readonly x: number
  readonly y: number
  readonly rows: number
}

const sums = (cells: readonly Cell[], of: 'x' | 'y'): Map<number, number> => {
  const found = new Map<number, number>()
  for (const cell of cells) found.set(cell[of], (found.get(cell[of]) ?? 0) + cell.rows)
  return found
}

/**
 * In nats: the sum over pairs of p(x, y) ln (p(x, y) / (p(x) p(y))), with shares of rows for p: the plug-in estimate
 * (Cover and Thomas, Elements of Information Theory, 2.28), as `sklearn.metrics.mutual_info_score` has it. It is never
 * below zero, and grows with the number of classes: a feature with a class a row tells everything.
 */
export const mutualInformation = (cells: readonly Cell[]): number => {
  const [xs, ys] = [sums(cells, 'x'), sums(cells, 'y')]
  const total = cells.reduce((sum, { rows }) => sum + rows, 0)
  let information = 0
  for (const { x, y, rows } of cells.toSorted((a, b) => a.x - b.x || a.y - b.y)) {
    if (rows === 0) continue
    const expected = ((xs.get(x) ?? 0) / total) * (ys.get(y) ?? 0)
    information += (rows / total) * Math.log(rows / expected)
  }
  return Math.max(0, information)
}

/** In nats: what there is to be told. */
export const entropy = (rows: readonly number[]): number => {
  const total = rows.reduce((sum, n) => sum + n, 0)
  return rows.reduce((sum, n) => (n === 0 ? sum : sum - (n / total) * Math.log(n / total)), 0)
}
