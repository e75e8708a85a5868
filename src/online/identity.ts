// Is this the version that a table was filled for? Another registry gives the same ids to others, and fits others anew.
import type { FeatureVersion } from '../core/versions.ts'

/** Its fingerprint, and a hash of the vocabulary that a row's codes are places of. */
export const identityOf = ({ fingerprint, aggregate }: Pick<FeatureVersion, 'fingerprint' | 'aggregate'>): string => {
  const vocabulary = aggregate?.categories?.vocabulary
  return vocabulary ? `${fingerprint} ${hashOf(vocabulary)}` : fingerprint
}

const known = new WeakMap<readonly string[], string>()

/** A thousand members of a family share one vocabulary. */
const hashOf = (vocabulary: readonly string[]): string => {
  const before = known.get(vocabulary)
  if (before !== undefined) return before
  const hash = fnv(JSON.stringify(vocabulary))
  known.set(vocabulary, hash)
  return hash
}

/** FNV-1a of the text's units, twice, of 32 bits each: no one has a reason to look for two texts that have one. */
const fnv = (text: string): string => {
  let one = 0x811c9dc5
  let other = 0xc9dc5118
  for (let i = 0; i < text.length; i += 1) {
    one = Math.imul(one ^ text.charCodeAt(i), 0x01000193)
    other = Math.imul(other ^ (text.charCodeAt(i) + i), 0x01000193)
  }
  return [one, other].map((it) => (it >>> 0).toString(16).padStart(8, '0')).join('')
}
