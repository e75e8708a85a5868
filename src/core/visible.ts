// How is a text shown that a terminal would obey? What moves a cursor or turns the reading direction is written out.

/**
 * Controls, line separators, lone surrogates, and what is not seen itself: overrides of direction among it. What joins
 * letters (as in emoji and Persian) and the mark that says left to right turn nothing.
 */
const obeyed = /(?![\u200c-\u200e])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu

const named: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

/** A sign by its name or number, as it would be written in a program. */
export const escaped = (sign: string): string => {
  const known = named[sign]
  if (known !== undefined) return known
  const code = sign.codePointAt(0) ?? 0
  return code < 0x10000 ? `\\u${code.toString(16).padStart(4, '0')}` : `\\u{${code.toString(16)}}`
}

export const visible = (text: string): string => text.replaceAll(obeyed, escaped)
