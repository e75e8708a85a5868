// What would an expert write by hand? DuckDB's plans for the questions that Pintail answers, as SQL.

import { featureNames } from './data.ts'
import { text } from './duckdb.ts'

export interface Question {
  readonly history: string
  readonly spine: string
  readonly output: string
}

export const ttl = "INTERVAL '7 days'"

const asof = 'ON s.id = f.id AND s.event_timestamp >= f.event_time'
const young = `f.event_time >= s.event_timestamp - ${ttl}`
const youngValues = featureNames.map((name) => `CASE WHEN ${young} THEN f.${name} END AS ${name}`).join(', ')
const copied = (query: string, output: string): string => `COPY (${query}) TO ${text(output)} (FORMAT parquet)`

/** Plain ASOF: right only where no two rows tie. */
export const plainAsOf = ({ history, spine, output }: Question): string =>
  copied(
    `SELECT s.*, ${youngValues} FROM read_parquet(${text(spine)}) s ASOF LEFT JOIN read_parquet(${text(history)}) f ${asof}`,
    output,
  )

/** The same after ties are removed at the time of asking. */
export const tieFreeAsOf = ({ history, spine, output }: Question): string =>
  copied(
    `SELECT s.*, ${youngValues} FROM read_parquet(${text(spine)}) s ASOF LEFT JOIN (
      SELECT * FROM read_parquet(${text(history)})
      QUALIFY row_number() OVER (PARTITION BY id, event_time ORDER BY created_time DESC) = 1
    ) f ${asof}`,
    output,
  )

/**
 * The best plan known, for a file sorted by key and event time, without ties: join keys and times alone to row
 * numbers, then fetch the values of the rows that matched.
 */
export const narrowAsOf = ({ history, spine, output }: Question): string => `
  CREATE TEMP TABLE matched AS
    SELECT s.file_row_number AS spine_row, CASE WHEN ${young} THEN f.file_row_number END AS feature_row
    FROM read_parquet(${text(spine)}, file_row_number = true) s ASOF LEFT JOIN (
      SELECT id, event_time, file_row_number FROM read_parquet(${text(history)}, file_row_number = true)
    ) f ${asof};
  ${copied(
    `SELECT s.* EXCLUDE (file_row_number), ${featureNames.map((name) => `f.${name}`).join(', ')}
    FROM read_parquet(${text(spine)}, file_row_number = true) s
    JOIN matched m ON m.spine_row = s.file_row_number
    LEFT JOIN read_parquet(${text(history)}, file_row_number = true) f ON f.file_row_number = m.feature_row`,
    output,
  )}`

/** For few spine rows: their keys and time bounds prune the history before the join. */
export const prunedAsOf = ({ history, spine, output }: Question): string =>
  copied(
    `SELECT s.*, ${youngValues} FROM read_parquet(${text(spine)}) s ASOF LEFT JOIN (
      SELECT * FROM read_parquet(${text(history)})
      WHERE id IN (SELECT id FROM read_parquet(${text(spine)}))
        AND event_time <= (SELECT max(event_timestamp) FROM read_parquet(${text(spine)}))
        AND event_time >= (SELECT min(event_timestamp) - ${ttl} FROM read_parquet(${text(spine)}))
    ) f ${asof}`,
    output,
  )

/** A file sorted by key and event time, ties resolved, as it would be written once. */
export const sortedFile = (history: string, output: string): string => `COPY (
    SELECT * FROM read_parquet(${text(history)})
    QUALIFY row_number() OVER (PARTITION BY id, event_time ORDER BY created_time DESC) = 1
    ORDER BY id, event_time
  ) TO ${text(output)} (FORMAT parquet, COMPRESSION zstd)`

/** Every key's newest row, in the order of the keys. */
export const newestRows = (history: string): string => `
  SELECT id, epoch_us(event_time), ${featureNames.join(', ')} FROM read_parquet(${text(history)})
  QUALIFY row_number() OVER (PARTITION BY id ORDER BY event_time DESC, created_time DESC) = 1
  ORDER BY id`

/** A text file, sorted into Parquet. */
export const sortedCsv = (csv: string, output: string): string => `COPY (
    SELECT * FROM read_csv(${text(csv)}) ORDER BY id, event_time
  ) TO ${text(output)} (FORMAT parquet, COMPRESSION zstd)`
