// How do a few lines stand in columns? Cells padded to the widest, the last one left ragged.

/** Cells may carry colour: only what is seen counts for the width. */
export const aligned = (rows: readonly (readonly string[])[], gap = '  '): string[] => {
  const widths: number[] = []
  for (const row of rows)
    row.forEach((cell, at) => {
      widths[at] = Math.max(widths[at] ?? 0, seen(cell))
    })
  return rows.map((row) =>
    row
      .map((cell, at) => cell + ' '.repeat((widths[at] ?? 0) - seen(cell)))
      .join(gap)
      .trimEnd(),
  )
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: the escape sign begins a colour
const seen = (cell: string): number => cell.replaceAll(/\u001b\[[0-9;]*m/g, '').length
