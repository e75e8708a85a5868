// A hand-written DuckDB plan as a process: runs the statements of its argument.
import { run } from '../duckdb.ts'

await run(process.argv[2] ?? '')
