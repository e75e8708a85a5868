// What is a composed question? Statements to run in order, and then a SELECT that gives the answer.
import type { History } from '../core/history.ts'
import { engineType } from '../core/values.ts'
import type { FeatureVersion } from '../core/versions.ts'
import { render } from '../sql/render.ts'
import type { Statement } from './statement.ts'

export interface Plan {
  readonly steps: readonly Statement[]
  readonly answer: string
  /** The table with the place (`pos`) of each row that answers; null when none can. */
  readonly matches: string | null
}

/** What every question has: the history asked, and the features wanted of it. */
export interface Wanted {
  /** Begins the names of the temporary tables: `v0`. */
  readonly name: string
  readonly history: History
  readonly features: readonly FeatureVersion[]
  /** Whatever they use, by id; rows' own columns use nothing that a question computes. */
  readonly all?: ReadonlyMap<number, FeatureVersion>
  /** Rows of later runs do not exist; null reads all. */
  readonly lastRun: number | null
}

export const tableOf = ({ name }: Pick<Wanted, 'name'>, part: string): string => `${name}_${part}`

export const stepName = ({ history }: Pick<Wanted, 'history'>, what: string): string =>
  `${history.rowSet.view}: ${what}`

/** The plan of a question that no row can answer: no rows, all columns. */
export const nothing = ({ features }: Pick<Wanted, 'features'>, before: readonly string[]): Plan => {
  const columns = [...before, ...features.map((it, i) => `NULL::${engineType(it.type)} AS f${i}`)]
  return { steps: [], answer: render('retrieval/nothing', { columns: columns.join(', ') }), matches: null }
}
