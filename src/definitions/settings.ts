// What can be set for a project, and by what? The shape of its configuration once it is checked.

export const configFile = 'pintail.yaml'

/** What each variable of the environment overrides. */
export const variables = {
  PINTAIL_THREADS: ['engine', 'threads'],
  PINTAIL_MEMORY_LIMIT: ['engine', 'memory_limit'],
  PINTAIL_HOST: ['server', 'host'],
  PINTAIL_PORT: ['server', 'port'],
} as const

export interface Config {
  readonly project: string
  readonly definitions: readonly string[]
  readonly allow: readonly string[]
  /** Null stands for the machine's. */
  readonly engine: { readonly threads: number | null; readonly memory_limit: string | null }
  readonly server: { readonly host: string; readonly port: number }
  readonly strict: boolean
}

/** One value and where it came from: `default`, `pintail.yaml:3` or `environment PINTAIL_PORT`. */
export interface Setting {
  readonly key: string
  readonly value: unknown
  readonly origin: string
}

export type Environment = Readonly<Record<string, string | undefined>>

/** What was found to be right. */
export interface Checked {
  readonly config: Config
  readonly settings: readonly Setting[]
}
