// How is a list written on a command line? With commas or by repeating; a comma inside a name stays.

/** A comma ends an item only where a name or a reference follows it; `\,` never does. */
const boundary = /(?<!\\),(?=[a-z][a-z0-9_]*(?:@\d+)?(?::|,|$))/

/** `a:x,b:y` → two references; `clicked:Add, to cart` → one. */
export const splitNames = (text: string): string[] =>
  text
    .split(boundary)
    .map((item) => item.replaceAll('\\,', ',').trim())
    .filter((item) => item !== '')
