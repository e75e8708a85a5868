// How is a verdict said? In a word, with a tone.
import type { Verdict } from '../../core/drift.ts'
import type { Tone } from './theme.ts'

export const verdictWords: Readonly<Record<Verdict, readonly [string, Tone]>> = {
  ok: ['ok', 'good'],
  constant: ['constant', 'dim'],
  insufficient: ['too few', 'dim'],
  empty: ['empty', 'dim'],
  warn: ['WARN', 'warn'],
  fail: ['FAIL', 'bad'],
}
