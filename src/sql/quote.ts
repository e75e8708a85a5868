// How does a name or a text become SQL? The only escaping; both engines read its result the same way.

const refuseNul = (text: string): string => {
  if (text.includes('\0')) throw new Error(`SQL cannot hold a NUL character: ${JSON.stringify(text)}`)
  return text
}

/** `say "hi"` → `"say ""hi"""`. Always quoted, so that no name is ever a keyword. */
export const quoteName = (name: string): string => {
  if (name === '') throw new Error('a SQL name cannot be empty')
  return `"${refuseNul(name).replaceAll('"', '""')}"`
}

/** `quoteColumn('f', 'age')` → `"f"."age"`. */
export const quoteColumn = (relation: string, column: string): string => `${quoteName(relation)}.${quoteName(column)}`

/** `it's` → `'it''s'`. For texts that cannot be bound, such as paths in a list; values go through `$name`. */
export const quoteText = (text: string): string => `'${refuseNul(text).replaceAll("'", "''")}'`

/** `['a', 'b']` → `"a", "b"`; with a relation `"f"."a", "f"."b"`. */
export const quoteNames = (names: readonly string[], relation?: string): string =>
  names.map((name) => (relation === undefined ? quoteName(name) : quoteColumn(relation, name))).join(', ')

/** `['a', 'b']` → `'a', 'b'`. */
export const quoteTexts = (texts: readonly string[]): string => texts.map(quoteText).join(', ')
