// What is meant by these words? Texts ranked by where a word stands, and by how exactly.
import { distance } from 'fastest-levenshtein'

/** Where a word may stand, and what that counts: a name says more than a description, and that more than an expression. */
export const fieldWeights = { name: 100, tag: 60, owner: 40, description: 30, expression: 10 } as const
export type SearchField = keyof typeof fieldWeights
const fields = Object.keys(fieldWeights).filter((it): it is SearchField => it in fieldWeights)

export type Searchable = Readonly<Record<SearchField, string>>

export interface Match<T> {
  readonly of: T
  readonly score: number
  /** Where the words were found, the weightiest first. */
  readonly in: readonly SearchField[]
}

/** How a word is met: as a word, as the beginning of one, as a part of one, or with a typing error or two. */
const qualities = { exact: 1, begins: 0.8, part: 0.6, nearly: 0.4 } as const

/** Every word must be found somewhere; a typing error is forgiven in a word that stands nowhere as it is. Best first. */
export const ranked = <T extends Searchable>(things: readonly T[], words: string): Match<T>[] => {
  const wanted = words
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  if (wanted.length === 0) return []
  let left = things.map(
    (of): Found<T> => ({ of, texts: fields.map((field) => of[field].toLowerCase()), score: 0, places: 0 }),
  )
  for (const word of wanted) {
    const found = narrowed(left, (text) => asItIs(text, word))
    left = found.length > 0 || left.length === 0 ? found : narrowed(left, nearly(word))
  }
  return left
    .sort((a, b) => b.score - a.score)
    .map(({ of, score, places }) => ({
      ...{ of, score: Math.round(score) },
      in: fields.filter((_, at) => (places & (1 << at)) !== 0),
    }))
}

interface Found<T> {
  readonly of: T
  /** Lowered, a field each. */
  readonly texts: readonly string[]
  readonly score: number
  /** A bit for each field where a word was found. */
  readonly places: number
}

/** Those where one more word is found, with what it counts where it counts most. */
const narrowed = <T>(things: readonly Found<T>[], quality: (text: string) => number): Found<T>[] =>
  things.flatMap((it) => {
    let best = 0
    let place = -1
    for (const [at, field] of fields.entries()) {
      // Nothing later can be better.
      if (fieldWeights[field] <= best) break
      const text = it.texts[at] ?? ''
      const here = text === '' ? 0 : fieldWeights[field] * quality(text)
      if (here > best) [best, place] = [here, at]
    }
    if (place < 0) return []
    return [{ of: it.of, texts: it.texts, score: it.score + best, places: it.places | (1 << place) }]
  })

const asItIs = (text: string, wanted: string): number => {
  if (text === wanted) return qualities.exact
  let best = 0
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
    if (isWord(text[at - 1])) best = Math.max(best, qualities.part)
    else if (isWord(text[at + wanted.length])) best = Math.max(best, qualities.begins)
    else return qualities.exact
  }
  return best
}

const isWord = (sign: string | undefined): boolean => sign !== undefined && /[\p{L}\p{N}]/u.test(sign)

/** Words repeat, so what was found out of one is kept. */
const nearly = (wanted: string): ((text: string) => number) => {
  const words = new Map<string, boolean>()
  const isMeant = (word: string): boolean => {
    const known = words.get(word)
    const is = known ?? isNearly(word, wanted)
    if (known === undefined) words.set(word, is)
    return is
  }
  return (text) => ((text.match(wordsOf(text)) ?? []).some(isMeant) ? qualities.nearly : 0)
}

const isPlain = /^[\x20-\x7e]*$/
/** The second is slow. */
const wordsOf = (text: string): RegExp => (isPlain.test(text) ? /[a-z0-9]+/g : /[\p{L}\p{N}]+/gu)

/** One error in four letters, two in eight; short words are meant as they are. */
const isNearly = (word: string, wanted: string): boolean => {
  const errors = wanted.length >= 8 ? 2 : wanted.length >= 4 ? 1 : 0
  if (errors === 0 || Math.abs(word.length - wanted.length) > errors) return false
  return distance(word, wanted) <= errors || isSwapped(word, wanted)
}

/** Two neighbours that changed places are one error. */
const isSwapped = (word: string, wanted: string): boolean => {
  if (word.length !== wanted.length) return false
  const at = [...word].findIndex((sign, i) => sign !== wanted[i])
  return word === wanted.slice(0, at) + (wanted[at + 1] ?? '') + (wanted[at] ?? '') + wanted.slice(at + 2)
}
