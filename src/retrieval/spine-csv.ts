// Which columns does a CSV spine have? Its first record, read strictly; every value stays the text it was.
import { PintailError } from '../core/errors.ts'
import { beginning } from '../sources/suspect.ts'
import { quoteText } from '../sql/quote.ts'
import { notUtf8 } from './spine-unreadable.ts'

const delimiters = [',', ';', '\t', '|'] as const
const headerLimit = 1 << 20

/** The names in the header, and the relation that reads all other records as `c0…` of text. */
export const readCsvSpine = (path: string): { readonly names: string[]; readonly relation: string } => {
  const text = headerText(path)
  const delimiter = delimiterOf(text)
  const names = firstRecord(text, delimiter)
  if (names.length === 1 && names[0] === '') {
    throw new PintailError({
      code: 'spine_unreadable',
      message: 'the spine is empty: it has no header line',
      at: { file: path },
      fix: 'begin it with the names of its columns, such as customer_id,event_timestamp',
    })
  }
  const columns = names.map((_, i) => `'c${i}': 'VARCHAR'`).join(', ')
  const dialect = `auto_detect = false, header = true, delim = ${quoteText(delimiter)}, quote = '"', escape = '"'`
  const options = `${dialect}, allow_quoted_nulls = false, columns = {${columns}}`
  return { names, relation: `read_csv(${quoteText(path)}, ${options})` }
}

/** The text up to the end of the first record, without a byte order mark. */
const headerText = (path: string): string => {
  const bytes = beginning(path, headerLimit)
  let quoted = false
  let end = 0
  for (; end < bytes.length; end++) {
    const byte = bytes[end]
    if (byte === 0x22) quoted = !quoted
    else if (!quoted && (byte === 0x0a || byte === 0x0d)) break
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, end))
  } catch {
    throw notUtf8(path, 1)
  }
}

/** The one that parts the header into the most names. */
const delimiterOf = (header: string): string =>
  delimiters.reduce((best, it) => (firstRecord(header, it).length > firstRecord(header, best).length ? it : best))

const firstRecord = (text: string, delimiter: string): string[] => {
  const fields: string[] = []
  let field = ''
  let quoted = false
  for (let i = 0; i < text.length; i++) {
    const character = text.charAt(i)
    if (character === '"' && quoted && text.charAt(i + 1) === '"') {
      field += '"'
      i++
    } else if (character === '"') quoted = !quoted
    else if (character === delimiter && !quoted) {
      fields.push(field)
      field = ''
    } else field += character
  }
  return [...fields, field]
}
