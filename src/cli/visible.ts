// A value is data: its control characters are shown, never obeyed.

export const visible = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  text.replaceAll(/[\u0000-\u001f\u007f-\u009f]/g, escaped)

const escaped = (sign: string): string =>
  ({ '\n': '\\n', '\r': '\\r', '\t': '\\t' })[sign] ?? `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`
