// Which event is the newest of segments that are reached in part? Their rows tell, which the engine reads.
import type { Micros } from '../core/clock.ts'
import { firstRowId, type Segment } from '../core/history.ts'
import { type OfflineStore, readParquet } from '../offline/offline-store.ts'
import { identitiesOf } from '../retrieval/history-rows.ts'

/** By an instant, among the rows of a run and those before it; without a run, of all. */
export interface Reach {
  readonly until: Micros
  readonly lastRun: number | null
}

export const newestIn = async (
  store: OfflineStore,
  segments: readonly Segment[],
  { until, lastRun }: Reach,
): Promise<Micros | null> => {
  const session = await store.session()
  try {
    const [row] = await session.rows(
      `SELECT max(event_time) AS newest FROM ${readParquet(segments.map(identitiesOf))}
       WHERE event_time <= $until${lastRun === null ? '' : ' AND row_id < $next_run'}`,
      { until: { micros: until }, ...(lastRun === null ? {} : { next_run: firstRowId(lastRun + 1) }) },
    )
    return typeof row?.newest === 'bigint' ? row.newest : null
  } finally {
    session.close()
  }
}
