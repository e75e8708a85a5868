// What is a column of a spine? Its own name, and its place in the table that holds the rows as they came.

export interface SpineColumn {
  readonly name: string
  /** `c0…` in the table `spine`. */
  readonly column: string
  /** As the engine names it. */
  readonly type: string
}

export const listed = (columns: readonly SpineColumn[]): string => columns.map((it) => `"${it.name}"`).join(', ')
