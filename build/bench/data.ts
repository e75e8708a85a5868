// What do the benchmarks read? Seeded rows, every value a hash of its row number, written as files once.
import { mkdirSync } from 'node:fs'
import { madeOnce } from './cache.ts'
import { run, text } from './duckdb.ts'

export const featureNames: readonly string[] = Array.from({ length: 10 }, (_, i) => `f${i}`)

export interface History {
  readonly rows: number
  readonly keys: number
}

const days = 365
const microseconds = days * 86_400_000_000
const opening = "TIMESTAMP '2025-01-01'"

/** SQL: uniform in [0, 1), the same for the same row and salt. */
const uniform = (row: string, salt: number): string => `((hash(${row} * 64 + ${salt}) >> 11) / 9007199254740992.0)`
const values = (row: string): string => featureNames.map((name, i) => `${uniform(row, i)} AS ${name}`).join(', ')
const keyOf = (row: string, keys: number): string => `(hash(${row} * 64 + 20) % ${keys})::BIGINT`
const timeOf = (share: string): string => `${opening} + to_microseconds((${share} * ${microseconds})::BIGINT)`
const anHourAtMost = (row: string): string => `to_microseconds((${uniform(row, 22)} * 3600000000)::BIGINT)`

/** Feature rows in no order; event times are so fine that no two rows of a key tie. */
export const historyFile = ({ rows, keys }: History): Promise<string> =>
  madeOnce(`history-${rows}-${keys}.parquet`, (path) =>
    run(`COPY (
      SELECT id, event_time, event_time + ${anHourAtMost('i')} AS created_time, ${featureNames.join(', ')}
      FROM (SELECT i, ${keyOf('i', keys)} AS id, ${timeOf(uniform('i', 21))} AS event_time, ${values('i')} FROM range(${rows}) t(i))
    ) TO ${text(path)} (FORMAT parquet)`),
  )

/** The same number of rows for each key, again in no order of time. */
export const evenHistoryFile = ({ rows, keys }: History): Promise<string> =>
  madeOnce(`even-history-${rows}-${keys}.parquet`, (path) =>
    run(`COPY (
      SELECT id, event_time, event_time + ${anHourAtMost('i')} AS created_time, ${featureNames.join(', ')}
      FROM (SELECT i, i % ${keys} AS id, ${timeOf(uniform('i', 21))} AS event_time, ${values('i')} FROM range(${rows}) t(i))
    ) TO ${text(path)} (FORMAT parquet)`),
  )

export const historyRuns = 20

/**
 * A folder of twenty files, one an ingest run. Each covers its twentieth of the year; in every fourth, half the rows
 * are late, from any time before; and one row in fifty says anew what an earlier row said, known later.
 */
export const runsFolder = ({ rows, keys }: History): Promise<string> =>
  madeOnce(`runs-${rows}-${keys}`, async (folder) => {
    mkdirSync(folder)
    const each = Math.floor(rows / historyRuns)
    for (let number = 0; number < historyRuns; number++) {
      const first = number * each
      const said = `CASE WHEN ${uniform('i', 30)} < 0.02 THEN floor(${uniform('i', 31)} * ${first})::BIGINT ELSE i END`
      const runOf = `(b // ${each})`
      const late = `(${runOf} % 4 = 3 AND ${uniform('b', 32)} < 0.5)`
      const share = `CASE WHEN ${late} THEN ${uniform('b', 21)} * ${runOf} ELSE ${runOf} + ${uniform('b', 21)} END / ${historyRuns}`
      await run(`COPY (
        SELECT ${keyOf('b', keys)} AS id, ${timeOf(`(${share})`)} AS event_time,
          ${timeOf(`${(number + 1) / historyRuns}`)} + ${anHourAtMost('i')} AS created_time, ${values('i')}
        FROM (SELECT i, ${number === 0 ? 'i' : said} AS b FROM range(${first}, ${first + each}) t(i))
      ) TO ${text(`${folder}/run-${String(number).padStart(2, '0')}.parquet`)} (FORMAT parquet)`)
    }
  })

/** Rows that a training set is asked for: row number, key and instant, in no order. */
export const spineFile = (rows: number, keys: number): Promise<string> =>
  madeOnce(`spine-${rows}-${keys}.parquet`, (path) =>
    run(`COPY (
      SELECT i AS row_id, ${keyOf('(i + 1000000007)', keys)} AS id, ${timeOf(uniform('(i + 1000000007)', 21))} AS event_timestamp
      FROM range(${rows}) t(i)
    ) TO ${text(path)} (FORMAT parquet)`),
  )

/** Twelve columns of text: key, instant and ten numbers of six places. */
export const csvFile = ({ rows, keys }: History): Promise<string> =>
  madeOnce(`events-${rows}-${keys}.csv`, (path) =>
    run(`COPY (
      SELECT ${keyOf('i', keys)} AS id, strftime(${timeOf(uniform('i', 21))}, '%Y-%m-%dT%H:%M:%S.%fZ') AS event_time,
        ${featureNames.map((name, i) => `round(${uniform('i', i)}, 6) AS ${name}`).join(', ')}
      FROM range(${rows}) t(i)
    ) TO ${text(path)} (FORMAT csv, HEADER)`),
  )
