// One row, two rows: how is the noun after a count?
export const nouns = (count: number | bigint, one: string, many = `${one}s`): string =>
  count === 1 || count === 1n ? one : many
