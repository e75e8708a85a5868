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

/** How a word is met: as it is, as a beginning, as a part, or with a typing error or two. */
const qualities = { exact: 1, begins: 0.8, part: 0.6, nearly: 0.4 } as const

/** Every word must be found somewhere; best first, equals as they came. */
export const ranked = <T extends Searchable>(things: readonly T[], words: string): Match<T>[] => {
  const wanted = words
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  if (wanted.length === 0) return []
  const met = wanted.map(meeting)
  const found = things.flatMap((of): Match<T>[] => {
    let score = 0
    const places = new Set<SearchField>()
    const texts = fields.map((field) => ({ field, text: of[field].toLowerCase() }))
    for (const quality of met) {
      let best = 0
      let place: SearchField | undefined
      for (const { field, text } of texts) {
        // Nothing later can be better.
        if (fieldWeights[field] <= best) break
        const here = text === '' ? 0 : fieldWeights[field] * quality(text)
        if (here > best) [best, place] = [here, field]
      }
      if (place === undefined) return []
      score += best
      places.add(place)
    }
    return [{ of, score: Math.round(score), in: fields.filter((field) => places.has(field)) }]
  })
  return found.sort((a, b) => b.score - a.score)
}

const wordsIn = /[\p{L}\p{N}]+/gu

/** How well a text meets a word; texts and their words repeat, so what was found out is kept. */
const meeting = (wanted: string): ((text: string) => number) => {
  const texts = new Map<string, number>()
  const words = new Map<string, number>()
  const ofWord = (word: string): number => {
    if (word === wanted) return qualities.exact
    if (word.startsWith(wanted)) return qualities.begins
    return isNearly(word, wanted) ? qualities.nearly : 0
  }
  const measure = (text: string): number => {
    if (text === wanted) return qualities.exact
    const best = text.includes(wanted) ? qualities.part : 0
    return (text.match(wordsIn) ?? []).reduce((most, word) => {
      const known = words.get(word)
      const quality = known ?? ofWord(word)
      if (known === undefined) words.set(word, quality)
      return Math.max(most, quality)
    }, best)
  }
  return (text) => {
    const known = texts.get(text)
    const quality = known ?? measure(text)
    if (known === undefined) texts.set(text, quality)
    return quality
  }
}

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
