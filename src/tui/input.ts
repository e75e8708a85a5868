// What of what a terminal sends is for us? Keys and text: reports of mice, of focus and of colours are not, nor
// sequences that nobody knows; taken for text they would be typed into a filter.
// biome-ignore-all lint/suspicious/noControlCharactersInRegex: these are what is looked for.
import type { Terminal } from './terminal.ts'

/** Sequences that are keys, or say that something is pasted. */
const keys =
  /^\x1b+(?:\[\[?\d*(?:;\d+)?[A-HPQSZa-e]|\[(?:[1-8]|1[1-57-9]|2[0-134]|20[01])(?:[;:]\d+)*[~^$]|\[[\d;:]+u|O\d*[A-Za-z])$/

/** A control sequence; of a mouse as of old, three signs more. */
const sequences =
  /\x1b+\[M[\s\S]{3}|\x1b+\[\[?[0-?]*[ -/]*[@-~]|\x1b+O[\d;]*[A-Za-z]|\x1b[\]PX^_]\d[^\x07\x1b]*(?:\x07|\x1b\\)/g

/** The beginning of a report that goes on in what comes next; an escape alone is a key. */
const begun = /\x1b(?:\[<[\d;]*|\[M[\s\S]{0,2}|[\]PX^_]\d[^\x07\x1b]{0,4000}\x1b?)$/

export interface Cleaned {
  readonly text: string
  /** Held back until the rest of it comes. */
  readonly rest: string
}

export const cleaned = (chunk: string): Cleaned => {
  if (!chunk.includes('\x1b')) return { text: chunk, rest: '' }
  const text = chunk.replaceAll(sequences, (found) => (keys.test(found) ? found : ''))
  const rest = begun.exec(text)?.[0] ?? ''
  return { text: text.slice(0, text.length - rest.length), rest }
}

/** The same stream, of which only keys and text are read. */
export const keysAndText = (stdin: Terminal['stdin']): Terminal['stdin'] => {
  let rest = ''
  const read = (): unknown => {
    const chunk: unknown = stdin.read()
    if (typeof chunk !== 'string') return chunk
    const taken = cleaned(rest + chunk)
    rest = taken.rest
    return taken.text
  }
  return new Proxy(stdin, {
    get: (target, name) => {
      if (name === 'read') return read
      const value: unknown = Reflect.get(target, name)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}
