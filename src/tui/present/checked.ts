// Which rows did a check look at? Those that a run brought, or all of them: one may hold where the other does not.
import type { CheckResult } from '../../core/checks.ts'
import { counted, several } from './words.ts'

/** `the rows of run 9`, `the rows of runs 2 to 9`, `all rows (…)`; `run 9` where an older Pintail recorded it. */
export const checkedRows = ({ runs }: Pick<CheckResult, 'runs'>, run: number): string => {
  if (runs === undefined) return `run ${run}`
  if (runs === null) return 'all rows (distinct key and time)'
  const [first, last] = runs
  return first === last ? `the rows of run ${first}` : `the rows of runs ${first} to ${last}`
}

export interface Checked extends CheckResult {
  /** That made it. */
  readonly run: number
}

/** `2 checks passed on the rows of run 9, 2 on all rows`; nothing where none did. */
export const passedWords = (all: readonly Checked[]): string =>
  [
    ...Map.groupBy(
      all.filter(({ outcome }) => outcome === 'passed'),
      (it) => checkedRows(it, it.run),
    ),
  ]
    .map(([rows, { length }], at) =>
      at === 0 ? `${several(length, 'check')} passed on ${rows}` : `${counted(length)} on ${rows}`,
    )
    .join(', ')
