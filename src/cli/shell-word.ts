// How is a word written so that a shell reads it as one?

export const shellWord = (text: string): string =>
  /^[\w./~@:=,+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
