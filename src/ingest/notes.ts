// What else is there to know of an ingest? Lines for its report and its record; none of them stops it.
import { nouns } from '../core/counted.ts'
import type { Computation, Computed } from './compute.ts'
import type { Landed } from './landing.ts'
import type { Findings } from './observer.ts'
import { type Tally, tallyNotes } from './tallies.ts'
import { unseenNotes } from './unseen.ts'

type Pair = readonly [Computation, Computed]

export const notesOf = (
  landed: Pick<Landed, 'notes'>,
  pairs: readonly Pair[],
  tally: Tally,
  findings: Pick<Findings, 'notes'> | undefined,
): string[] => [
  ...landed.notes,
  ...pairs.flatMap(lateNotes),
  ...pairs.flatMap(([, computed]) => unseenNotes(computed)),
  ...tallyNotes(tally),
  ...(findings?.notes ?? []),
]

/** Rows landed by earlier runs, for a row set that is new or whose cache was cleared. */
const lateNotes = ([
  {
    history: { rowSet },
    fresh,
  },
]: Pair): string[] => {
  const rows = fresh.filter((file) => file.id >= 0).reduce((sum, file) => sum + file.rows, 0)
  return rows === 0
    ? []
    : [`${rowSet.view}: ${rows} ${nouns(rows, 'row')} landed before ${nouns(rows, 'is', 'are')} computed`]
}
