// How does a user's expression stand in a larger one?

/** In brackets; on its own lines where a comment at its end would close them. */
export const wrapped = (expression: string): string =>
  /--|\n/.test(expression) ? `(\n${expression}\n)` : `(${expression})`
