// How many values are the same, and what of the others? Counts, and a few examples of each kind and cause.
import type { Difference, DifferenceKind, ParityCause, VerifyReport } from '../core/parity.ts'

const mostExamples = 20

/** An example is made only where there is room for it. */
export type Example = () => Omit<Difference, 'kind' | 'cause' | 'why'>

/** What a comparison found. */
export interface Tally {
  /** Values compared, equal until they are found not to be. */
  compare(values: number): void
  note(found: { readonly kind: DifferenceKind; readonly cause: ParityCause; readonly why: string }, of: Example): void
  counts(): Pick<
    VerifyReport,
    'compared' | 'equal' | 'different' | 'missing' | 'extra' | 'behind' | 'causes' | 'differences'
  >
}

export const tally = (): Tally => {
  const values = new Map<string, { readonly kind: DifferenceKind; readonly cause: ParityCause; values: number }>()
  const differences: Difference[] = []
  let compared = 0
  const total = (kind: DifferenceKind): number =>
    [...values.values()].reduce((sum, it) => sum + (it.kind === kind ? it.values : 0), 0)
  return {
    compare: (more) => {
      compared += more
    },
    note: ({ kind, cause, why }, example) => {
      const name = `${kind} ${cause}`
      const known = values.get(name) ?? { kind, cause, values: 0 }
      known.values += 1
      values.set(name, known)
      if (known.values <= mostExamples) differences.push({ kind, cause, why, ...example() })
    },
    counts: () => {
      const [different, missing, extra] = [total('different'), total('missing'), total('extra')]
      return {
        compared,
        equal: compared - different - missing - extra,
        different,
        missing,
        extra,
        behind: total('behind'),
        causes: [...values.values()],
        differences,
      }
    },
  }
}
