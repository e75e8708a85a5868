// Where do two texts differ? Word by word, so that a changed number is marked and not the line it stands in.
import type { Mark } from './diffs.ts'

interface Token {
  readonly text: string
  readonly at: number
}

/** Longer texts are told apart as wholes between what they begin and end with. */
const mostTokens = 1500

const tokensOf = (text: string): Token[] =>
  [...text.matchAll(/[\p{L}\p{N}_.]+|\s+|[^\p{L}\p{N}_.\s]/gu)].map((found) => ({ text: found[0], at: found.index }))

/** The parts of each that the other has not. */
export const marksOf = (a: string, b: string): { readonly a: readonly Mark[]; readonly b: readonly Mark[] } => {
  if (a === b) return { a: [], b: [] }
  const [left, right] = [tokensOf(a), tokensOf(b)]
  let start = 0
  while (start < Math.min(left.length, right.length) && left[start]?.text === right[start]?.text) start += 1
  let end = 0
  while (
    end < Math.min(left.length, right.length) - start &&
    left[left.length - 1 - end]?.text === right[right.length - 1 - end]?.text
  )
    end += 1
  const [inner, other] = [left.slice(start, left.length - end), right.slice(start, right.length - end)]
  const kept = Math.max(inner.length, other.length) > mostTokens ? { a: new Set(), b: new Set() } : common(inner, other)
  return { a: runsOf(inner, kept.a), b: runsOf(other, kept.b) }
}

/** Places of a longest common subsequence of the two. */
const common = (a: readonly Token[], b: readonly Token[]): { a: Set<unknown>; b: Set<unknown> } => {
  const width = b.length + 1
  const lengths = new Uint16Array((a.length + 1) * width)
  for (let i = a.length - 1; i >= 0; i -= 1)
    for (let j = b.length - 1; j >= 0; j -= 1)
      lengths[i * width + j] =
        a[i]?.text === b[j]?.text
          ? (lengths[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(lengths[(i + 1) * width + j] ?? 0, lengths[i * width + j + 1] ?? 0)
  const kept = { a: new Set<unknown>(), b: new Set<unknown>() }
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i]?.text === b[j]?.text) {
      kept.a.add(i++)
      kept.b.add(j++)
    } else if ((lengths[(i + 1) * width + j] ?? 0) >= (lengths[i * width + j + 1] ?? 0)) i += 1
    else j += 1
  }
  return kept
}

const runsOf = (tokens: readonly Token[], kept: ReadonlySet<unknown>): Mark[] => {
  const runs: [number, number][] = []
  tokens.forEach(({ text, at }, i) => {
    if (kept.has(i)) return
    const last = runs.at(-1)
    if (last && last[1] === at) last[1] = at + text.length
    else runs.push([at, at + text.length])
  })
  return runs
}
