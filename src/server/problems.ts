// What does a mistake look like over HTTP? A status by error code, and one body (RFC 9457) that says what, where and how to fix it.
import { type ErrorCode, messageOf, PintailError, type Problem } from '../core/errors.ts'

const statuses: Readonly<Partial<Record<ErrorCode, number>>> = {
  unknown_feature: 404,
  unknown_view: 404,
  unknown_service: 404,
  unknown_entity: 404,
  unknown_source: 404,
  unknown_version: 404,
  unknown_name: 404,
  bad_argument: 422,
  missing_argument: 422,
  bad_reference: 422,
  bad_instant: 422,
  duplicate_column: 422,
  missing_key: 422,
  missing_timestamp: 422,
  bad_spine_value: 422,
  unknown_column: 422,
  spine_unreadable: 422,
  unknown_format: 406,
  busy: 409,
  not_permitted: 403,
  no_project: 503,
  registry_damaged: 503,
  registry_newer: 503,
  not_applied: 503,
  not_ingested: 503,
  not_fitted: 503,
  interrupted: 503,
}

/** A refusal whose status the error code alone does not tell. */
export class Refusal extends PintailError {
  readonly status: number
  constructor(status: number, problem: Problem) {
    super(problem)
    this.status = status
  }
}

export const malformed = (message: string): Refusal =>
  new Refusal(400, {
    code: 'bad_argument',
    message,
    fix: 'send a JSON object   GET /health says whether the server runs',
  })

export const wrongShape = (message: string, fix: string): Refusal =>
  new Refusal(422, { code: 'bad_argument', message, fix })

export const tooLarge = (limit: number): Refusal =>
  new Refusal(413, {
    code: 'bad_argument',
    message: `the body is larger than ${limit} bytes`,
    fix: 'ask for fewer rows at a time',
  })

export const tooMany = (limit: number): Refusal =>
  new Refusal(413, {
    code: 'bad_argument',
    message: `more than ${limit} rows are asked for`,
    fix: `ask for at most ${limit} rows at a time`,
  })

export const wrongType = (seen: string | undefined): Refusal =>
  new Refusal(415, {
    code: 'bad_argument',
    message: `the body's type is ${seen === undefined || seen === '' ? 'not given' : `"${seen}"`}`,
    fix: 'send Content-Type: application/json',
  })

/** The body of an answer that says what went wrong. */
export interface ProblemBody {
  readonly type: 'about:blank'
  readonly status: number
  readonly title: string
  readonly code: ErrorCode
  readonly detail: string
  readonly fix?: string
  readonly errors: readonly { readonly code: ErrorCode; readonly detail: string; readonly fix?: string }[]
}

const titles: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  406: 'Not Acceptable',
  409: 'Conflict',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
}

const briefly = ({ code, message, fix }: Problem) => ({ code, detail: message, ...(fix === undefined ? {} : { fix }) })

/** Whatever was thrown, as a body; what is no PintailError is a fault of the server and told without its insides. */
export const problemOf = (thrown: unknown): ProblemBody => {
  const error =
    thrown instanceof PintailError
      ? thrown
      : new PintailError({ code: 'engine_failure', message: 'the server failed to answer', cause: messageOf(thrown) })
  const status = error instanceof Refusal ? error.status : (statuses[error.code] ?? 500)
  return {
    type: 'about:blank',
    status,
    title: titles[status] ?? 'Error',
    ...briefly(error),
    errors: error.problems.map(briefly),
  }
}

export const problemType = 'application/problem+json'
