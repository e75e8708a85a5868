// Do two outputs hold the same rows? A number that does not depend on their order, nor on how a file was written.
import { featureNames } from './data.ts'
import { ask, text } from './duckdb.ts'

const printOf = (columns: readonly string[], file: string): Promise<string> =>
  ask(`SELECT count(*) || ' rows, ' || sum(hash(${columns.join(', ')})::HUGEINT) FROM read_parquet(${text(file)})`)

/** Of a training set: row number, key, instant and ten features. */
export const trainingSetPrint = (file: string) => (): Promise<string> =>
  printOf(['row_id::BIGINT', 'id::BIGINT', 'event_timestamp::TIMESTAMP', ...featureNames], file)

/** Of a feature log: key, event time and ten features. */
export const historyPrint = (file: string) => (): Promise<string> =>
  printOf(['id::BIGINT', 'event_time::TIMESTAMP', ...featureNames], file)
