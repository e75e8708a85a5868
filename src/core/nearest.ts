// Which known word did the user mean?
import { closest, distance } from 'fastest-levenshtein'

/** The known word nearest to a mistyped one; undefined when none is near. */
export const nearest = (word: string, known: Iterable<string>): string | undefined => {
  const words = [...known]
  if (words.length === 0) return undefined
  const found = closest(word.toLowerCase(), words)
  const limit = Math.max(2, Math.floor(word.length / 2))
  return distance(word.toLowerCase(), found.toLowerCase()) <= limit ? found : undefined
}

/** A `fix` line: `did you mean "x"?   command` or just the command. */
export const didYouMean = (word: string, known: Iterable<string>, otherwise: string): string => {
  const found = nearest(word, known)
  return found === undefined ? otherwise : `did you mean "${found}"?   ${otherwise}`
}

/** Twelve names and how many more there are. */
export const shortList = (names: readonly string[]): string =>
  names.length <= 12 ? names.join(', ') : `${names.slice(0, 12).join(', ')} and ${names.length - 12} more`
