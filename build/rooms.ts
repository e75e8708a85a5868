// Who may know whom? The house of src/README.md as a table: rooms by floor, what each imports, which doors are single.

export interface Room {
  readonly floor: number
  /** Rooms, or single files of rooms, on lower floors. */
  readonly imports: readonly string[]
  /** npm packages; Node's own modules are free unless a door below says otherwise. */
  readonly packages?: readonly string[]
}

const engines = ['core', 'sql', 'native.ts', 'sqlite.ts', 'followed-file.ts']
const below = [...engines, 'definitions', 'sources', 'aggregations', 'offline', 'online', 'registry', 'ingest']
const all = [...below, 'retrieval', 'materialize', 'monitoring', 'preview', 'datasets']

export const rooms: Readonly<Record<string, Room>> = {
  // Not a room of the house: what `init` draws from it.
  'sample-data': { floor: 0, imports: [] },
  core: { floor: 0, imports: [], packages: ['zod', 'fastest-levenshtein', 'node:crypto'] },

  sql: { floor: 1, imports: ['core'] },
  'native.ts': { floor: 1, imports: ['core'] },
  'sqlite.ts': { floor: 1, imports: ['core'], packages: ['better-sqlite3'] },
  'followed-file.ts': { floor: 1, imports: ['core'] },

  definitions: { floor: 2, imports: ['core', 'sql'], packages: ['yaml', 'acorn'] },
  sources: { floor: 2, imports: ['core', 'sql'] },
  aggregations: { floor: 2, imports: ['core', 'sql'] },
  offline: { floor: 2, imports: ['core', 'sql'], packages: ['@duckdb/node-api'] },
  online: { floor: 2, imports: engines },
  registry: { floor: 2, imports: engines, packages: ['zod'] },

  ingest: { floor: 3, imports: ['core', 'sql', 'sqlite.ts', 'sources', 'aggregations', 'offline', 'registry'] },
  retrieval: { floor: 3, imports: ['core', 'sql', 'sources/suspect.ts', 'aggregations', 'offline'] },

  materialize: {
    floor: 4,
    imports: ['core', 'sql', 'sqlite.ts', 'aggregations', 'retrieval', 'offline', 'online', 'registry'],
  },
  monitoring: {
    floor: 4,
    imports: ['core', 'sql', 'aggregations', 'retrieval', 'offline', 'online', 'registry', 'ingest/observer.ts'],
  },

  datasets: { floor: 4, imports: ['core', 'sql', 'offline', 'registry', 'retrieval'] },
  preview: {
    floor: 4,
    imports: ['core', 'sql', 'sources', 'aggregations', 'offline', 'registry', 'ingest', 'retrieval'],
  },

  front: { floor: 5, imports: all },
  'pintail.ts': { floor: 6, imports: ['core', 'definitions', 'front', 'offline'] },

  server: { floor: 7, imports: ['core', 'pintail.ts'], packages: ['hono', '@hono/node-server'] },
  tui: { floor: 7, imports: ['core', 'pintail.ts'], packages: ['ink', 'react'] },

  sdk: { floor: 8, imports: ['core', 'pintail.ts', 'server'], packages: ['hono'] },
  cli: {
    floor: 8,
    imports: ['core', 'pintail.ts', 'server/listen.ts', 'tui/app.ts', 'sample-data'],
    packages: ['commander', 'cli-table3', 'cli-progress', '@bomb.sh/tab'],
  },

  'main.ts': { floor: 9, imports: ['core', 'cli'] },
}

/** What is used in one place only: a package or global, and the files or folders below src that may. */
export const doors: Readonly<Record<string, readonly string[]>> = {
  '@duckdb/node-api': ['offline/offline-store.ts'],
  'better-sqlite3': ['sqlite.ts'],
  process: ['cli/', 'main.ts', 'native.ts'],
  'node:process': ['cli/', 'main.ts', 'native.ts', 'sqlite.ts'],
  console: ['cli/', 'main.ts'],
  'Date.now': ['core/clock.ts'],
  'new Date()': ['core/clock.ts'],
}

/** The longest that a file may be, in lines. */
export const longest = 300

/** Files that nobody writes by hand. */
export const generated: readonly string[] = ['src/sql/templates.ts', 'src/definitions/declarations.ts']
