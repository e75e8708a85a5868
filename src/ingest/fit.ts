// Which numbers does a version freeze? Those of the rows landed when it is first ingested, and never again.
import { fitQueries, withNumbers } from '../aggregations/fitted.ts'
import type { Column } from '../core/values.ts'
import type { FeatureVersion, RowSet } from '../core/versions.ts'
import type { Session } from '../offline/offline-store.ts'

export interface Fitting {
  readonly rowSet: RowSet
  readonly columns: readonly Column[]
  /** All rows landed so far, as a relation. */
  readonly rows: string
  readonly wanted: readonly FeatureVersion[]
  readonly all: ReadonlyMap<number, FeatureVersion>
}

export interface Fitted {
  /** Every known version, with the numbers it has now. */
  readonly all: ReadonlyMap<number, FeatureVersion>
  /** Those that gained a number. */
  readonly gained: readonly FeatureVersion[]
}

/**
 * Fits what is missing, in rounds, since an argument may need another number. Where there is nothing to fit to (no
 * rows, or only nulls) a number stays open until an ingest brings some.
 */
export const fitMissing = async (session: Session, fitting: Fitting): Promise<Fitted> => {
  const all = new Map(fitting.all)
  const gained = new Set<number>()
  let found: number
  do {
    found = 0
    const wanted = fitting.wanted.map((feature) => all.get(feature.id) ?? feature)
    for (const { sql, calls } of fitQueries({ ...fitting, from: `(${fitting.rows})`, wanted, all })) {
      const [row = {}] = await session.rows(sql)
      for (const [i, { feature, call }] of calls.entries()) {
        const number = row[String(i)]
        const version = all.get(feature)
        if (typeof number !== 'number' || !version) continue
        all.set(feature, withNumbers(version, new Map([[call, number]])))
        gained.add(feature)
        found += 1
      }
    }
  } while (found > 0)
  return { all, gained: [...gained].flatMap((id) => all.get(id) ?? []) }
}
