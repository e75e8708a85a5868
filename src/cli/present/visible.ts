// How is a text shown that may hold anything? What would move the cursor or hide other text is written as an escape.

/** `a\nb` for a line break; letters of every script stay as they are. */
export const visible = (text: string): string =>
  text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (sign) => {
    const short = JSON.stringify(sign).slice(1, -1)
    return short === sign ? `\\u${(sign.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}` : short
  })
