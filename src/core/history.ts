// Which files hold a view's history? Segments as the registry names them; a file it does not name does not exist.
import type { Micros } from './clock.ts'
import type { RowSet } from './versions.ts'

/**
 * One immutable sorted stretch of a row set: files with the same rows in the same order, so that a row is its position.
 * `newest` holds one row a key and event time; `superseded` holds the rows that lost such a tie, for questions about
 * what was known earlier. `events` holds every row of a row set whose rows are events, by key, event time, created
 * (null first) and row id.
 */
export interface Segment {
  readonly id: number
  readonly kind: 'newest' | 'superseded' | 'events'
  readonly firstRun: number
  readonly lastRun: number
  readonly rows: number
  readonly earliest: Micros
  readonly latest: Micros
  /** The first holds the row identities: the keys, `event_time`, `created`, `row_id`. */
  readonly files: readonly SegmentFile[]
}

export interface SegmentFile {
  /** Absolute. */
  readonly path: string
  readonly identities: boolean
  /**
   * Ids of the feature versions it has a column for (named by `columnOf`). Beside them it may have columns of the source
   * that inputs of events read, so that other inputs are computed of them: what is not there is computed of what landed.
   */
  readonly features: readonly number[]
}

/** Begins the names of columns that are kept of a source: no name of a key or a version does. */
export const keptMark = '~'

export interface History {
  readonly rowSet: RowSet
  readonly segments: readonly Segment[]
  /**
   * Parquet files (`segment` BIGINT, `row` BIGINT) naming rows of `newest` segments that a later run superseded:
   * a row is its segment's id and its position in the segment's files, counted from 0. Of a row set whose rows have an
   * id, instead: (`row_id` BIGINT, `until` TIMESTAMP, `by` BIGINT), a row for each that another with its id superseded;
   * it was known until the created time of that one, whose row id is `by`. A row may stand there several times, as later
   * runs bring versions in between: the least `until` of those whose `by` exists counts.
   */
  readonly hidden: readonly string[]
  /** The newest run read into it; 0 when nothing was ingested. */
  readonly lastRun: number
}

/** Row ids grow with the run, then with the row's place in it: the last tie-break of `semantics.md`. */
export const firstRowId = (run: number): bigint => BigInt(run) << 40n

export const runOfRow = (rowId: bigint): number => Number(rowId >> 40n)
