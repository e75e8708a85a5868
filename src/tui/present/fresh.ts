// Is what production answers with new enough, and all of it there? In one word, and in a line or two of facts.
import type { Micros } from '../../core/clock.ts'
import { formatDuration } from '../../core/durations.ts'
import type { Fresh } from '../data/health.ts'
import type { Fact } from './facts.ts'
import type { Tone } from './theme.ts'
import { age } from './words.ts'

/** Too old comes before not there: both are told where there is room. */
export const freshWord = ({ newest, kept, missing }: Fresh): readonly [string, Tone] => {
  if (kept === false) return ['LATE', 'bad']
  if (missing > 0) return ['MISSING', 'warn']
  if (kept === null) return newest === null ? ['no rows', 'dim'] : ['', 'plain']
  return ['ok', 'good']
}

/** The promise as it was written. */
export const freshFacts = (fresh: Fresh, now: Micros): Fact[] => {
  const [word, tone] = freshWord(fresh)
  const newest = fresh.newest === null ? 'nothing to answer with' : `newest event ${age(fresh.newest, now)}`
  const promise = fresh.promise === null ? 'nothing promised' : `promised within ${formatDuration(fresh.promise)}`
  const parts = [word, `${newest}, ${promise}`, fresh.note]
  return [
    {
      name: 'fresh',
      value: parts.filter((part) => part !== '').join('   '),
      tone: tone === 'bad' || tone === 'warn' ? tone : 'plain',
    },
    { name: 'online', value: fresh.written === null ? '' : `written ${age(fresh.written, now)}` },
  ]
}
