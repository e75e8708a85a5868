// How is a key written on one line? `user=1,merchant=2`; what has a comma in it stands in quotes, as in CSV: `user="a,b"`.

type Pair = readonly [name: string, value: string]

const quoted = '"(?:[^"]|"")*"'
const escaped = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')

/** As short as it can be read again. */
export const writeKey = (pairs: Iterable<Pair>): string =>
  [...pairs]
    .map(([name, value]) => {
      const isBare = value !== '' && !/^[\s"]|,|[\s\\]$/.test(value)
      return `${/^[A-Za-z_]\w*$/.test(name) ? name : inQuotes(name)}=${isBare ? value : inQuotes(value)}`
    })
    .join(',')

const inQuotes = (text: string): string => `"${text.replaceAll('"', '""')}"`

const unquoted = (text: string): string =>
  new RegExp(`^${quoted}$`).test(text) ? text.slice(1, -1).replaceAll('""', '"') : text

/**
 * The pairs of a line; null: a part of it is no name and value. A comma ends a value only where the next name follows:
 * a word, one in quotes, or one that is `known`. `\,` is a comma as well. Where the names are known a person types, and
 * spaces around what is not in quotes are none of it.
 */
export const readKeyText = (text: string, known: readonly string[] | null = null): Pair[] | null => {
  const name = ['[A-Za-z_]\\w*', quoted, ...(known ?? []).map(escaped)].join('|')
  const next = `(?=(?<!\\\\),\\s*(?:${name})\\s*=|$)`
  const part = new RegExp(`\\s*(${quoted}|[^=]+?)\\s*=(?:\\s*(${quoted})\\s*${next}|(.*?)${next})(?:,|$)`, 'suy')
  const pairs: Pair[] = []
  while (part.lastIndex < text.length || pairs.length === 0) {
    const found = part.exec(text)
    if (found === null) return null
    const [, given = '', whole, bare = ''] = found
    const value = (known === null ? bare : bare.trim()).replaceAll('\\,', ',')
    pairs.push([unquoted(given), whole === undefined ? value : unquoted(whole)])
  }
  return pairs
}

/** A value without a name, which may stand in quotes. */
export const readBareValue = (text: string): string => unquoted(text.trim())
