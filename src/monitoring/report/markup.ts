// How does a text become part of a page? Escaped, always; only what was made here goes in as it is.

/** Made of escaped texts. */
export class Markup {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

const signs: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** What would hide or turn other text is written as an escape; letters of every script stay as they are. */
export const escaped = (text: string): string =>
  text
    .replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (sign) => {
      const short = JSON.stringify(sign).slice(1, -1)
      return short === sign ? `\\u${(sign.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}` : short
    })
    .replaceAll(/[&<>"']/g, (sign) => signs[sign] ?? '')

export type Part = Markup | string | number | null | readonly Part[]

const partText = (part: Part): string => {
  if (part === null) return ''
  if (part instanceof Markup) return part.text
  return typeof part === 'object' ? part.map(partText).join('') : escaped(String(part))
}

/** A template whose slots are escaped, in texts and in quoted attributes alike. */
export const html = (fixed: TemplateStringsArray, ...slots: readonly Part[]): Markup =>
  new Markup(fixed.map((text, i) => text + partText(slots[i] ?? null)).join(''))

export const joined = (parts: readonly Markup[]): Markup => new Markup(parts.map((it) => it.text).join(''))

export const bytesOf = ({ text }: Markup): number => Buffer.byteLength(text)
