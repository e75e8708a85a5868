// How is a value of the data written? Texts in quotes, so that an empty one is seen, and never cut within a sign.
import { cut, safe } from './text.ts'
import type { Theme } from './theme.ts'
import { figure } from './words.ts'

const joined = /(?<=\p{Extended_Pictographic}[\ufe0f\u{1f3fb}-\u{1f3ff}]*)\u200d(?=\p{Extended_Pictographic})/gu

/** Signs that are joined into one stand beside each other: every terminal agrees how wide they are. */
const apart = (text: string): string => text.replaceAll(joined, '')

/** At most so many columns, the quotes aside. */
export const quotedValue = (text: string, width: number, { glyphs }: Theme): string =>
  `"${cut(safe(apart(text), glyphs.ascii), width, glyphs.more)}"`

export const shownValue = (value: string | number | bigint | boolean, width: number, theme: Theme): string => {
  if (typeof value === 'string') return quotedValue(value, width, theme)
  return typeof value === 'number' ? figure(value) : String(value)
}
