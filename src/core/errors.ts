// What can go wrong, as data: one closed list of codes, each with the exit status a script sees.

/** Exit statuses of the executable (interfaces.md). */
export const exitStatus = {
  done: 0,
  failure: 1,
  usage: 2,
  definition: 3,
  forbidden: 4,
  data: 5,
  busy: 6,
  interrupted: 130,
} as const

const codes = {
  // usage
  bad_argument: 'usage',
  unknown_command: 'usage',
  unknown_option: 'usage',
  missing_argument: 'usage',
  bad_reference: 'usage',
  bad_instant: 'usage',
  unknown_feature: 'usage',
  unknown_view: 'usage',
  unknown_service: 'usage',
  unknown_entity: 'usage',
  unknown_source: 'usage',
  unknown_version: 'usage',
  unknown_name: 'usage',
  duplicate_column: 'usage',
  missing_key: 'usage',
  missing_timestamp: 'usage',
  unknown_format: 'usage',
  no_terminal: 'usage',
  folder_not_empty: 'usage',
  // definitions, configuration, registry
  no_project: 'definition',
  bad_config: 'definition',
  bad_definition: 'definition',
  bad_yaml: 'definition',
  bad_typescript: 'definition',
  duplicate_name: 'definition',
  unknown_key: 'definition',
  unknown_column: 'definition',
  bad_expression: 'definition',
  circular_feature: 'definition',
  batch_relative_expression: 'definition',
  volatile_expression: 'definition',
  bad_type: 'definition',
  path_outside_project: 'definition',
  not_applied: 'definition',
  registry_newer: 'definition',
  registry_damaged: 'definition',
  // not allowed
  confirmation_needed: 'forbidden',
  not_permitted: 'forbidden',
  // a problem in the data
  source_schema_changed: 'data',
  too_many_rejected: 'data',
  rows_rejected: 'data',
  check_failed: 'data',
  bad_spine_value: 'data',
  // running
  source_not_found: 'failure',
  source_unreadable: 'failure',
  spine_unreadable: 'failure',
  output_unwritable: 'failure',
  store_damaged: 'failure',
  store_full: 'failure',
  engine_failure: 'failure',
  native_unavailable: 'failure',
  address_unavailable: 'failure',
  not_ingested: 'failure',
  not_fitted: 'failure',
  busy: 'busy',
  interrupted: 'interrupted',
} as const satisfies Record<string, keyof typeof exitStatus>

export type ErrorCode = keyof typeof codes

export const errorCodes = Object.keys(codes) as readonly ErrorCode[]

/** A spot in a text file; line and column count from 1. */
export interface Place {
  readonly file: string
  readonly line?: number
  readonly column?: number
  /** What stands there, in words: `service "heart_risk"`. */
  readonly within?: string
}

export interface Problem {
  readonly code: ErrorCode
  readonly message: string
  readonly at?: Place | undefined
  readonly fix?: string | undefined
}

/** An error made for people: what is wrong, where, and the command or edit that mends it. */
export class PintailError extends Error {
  readonly code: ErrorCode
  readonly at: Place | undefined
  readonly fix: string | undefined
  /** Every problem found at once; the first is this error itself. */
  readonly problems: readonly Problem[]

  constructor(problem: Problem & { readonly cause?: unknown }, others: readonly Problem[] = []) {
    super(problem.message, problem.cause === undefined ? {} : { cause: problem.cause })
    this.name = 'PintailError'
    this.code = problem.code
    this.at = problem.at
    this.fix = problem.fix
    const { cause: _, ...first } = problem
    this.problems = [first, ...others]
  }

  get exit(): number {
    return exitStatus[codes[this.code]]
  }
}

/** Throws all problems as one error; does nothing when there are none. */
export const throwProblems = (problems: readonly Problem[]): void => {
  const [first, ...others] = problems
  if (first) throw new PintailError(first, others)
}

/** The message of anything thrown. SQLite's own of a lock says neither of what nor that it passes. */
export const messageOf = (thrown: unknown): string => {
  if (!(thrown instanceof Error)) return String(thrown)
  return 'code' in thrown && String(thrown.code).startsWith('SQLITE_BUSY')
    ? 'another process is writing into the project; try again'
    : thrown.message
}
