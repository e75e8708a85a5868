// How does the benchmark itself use DuckDB? One in-memory engine in UTC, for data, comparisons and the peers' plans.
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { cacheFolder } from './cache.ts'

const connect = async (): Promise<DuckDBConnection> => {
  const instance = await DuckDBInstance.create(':memory:', { temp_directory: `${cacheFolder}/spill` })
  const connection = await instance.connect()
  await connection.run("SET TimeZone = 'UTC'")
  return connection
}

let connection: Promise<DuckDBConnection> | undefined
const connected = (): Promise<DuckDBConnection> => {
  connection ??= connect()
  return connection
}

/** Runs statements separated by semicolons. */
export const run = async (sql: string): Promise<void> => {
  await (await connected()).run(sql)
}

/** The first value of the first row, as text. */
export const ask = async (sql: string): Promise<string> => {
  const reader = await (await connected()).runAndReadAll(sql)
  return String(reader.getRows()[0]?.[0])
}

/** All rows, a batch at a time. */
export const stream = async function* (sql: string): AsyncGenerator<readonly (readonly unknown[])[]> {
  const result = await (await connected()).stream(sql)
  for (;;) {
    const chunk = await result.fetchChunk()
    if (!chunk || chunk.rowCount === 0) return
    yield chunk.getRows()
  }
}

export const text = (value: string): string => `'${value.replaceAll("'", "''")}'`
