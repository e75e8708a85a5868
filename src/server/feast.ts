// How does Feast's feature server answer, and how does its client read an error? The shapes of its protocol, nothing else.
import type { ErrorCode } from '../core/errors.ts'
import type { Value } from '../core/values.ts'
import type { OnlineAnswer, OnlineColumn, OnlineStatus } from '../core/verbs.ts'
import { instantText, textOf } from './json.ts'
import type { ProblemBody } from './problems.ts'

/** Feast's empty Timestamp: its client reads one for every value, also where no row answered. */
const noInstant = '1970-01-01T00:00:00Z'

const listOf = (values: readonly Value[], text: (value: Value) => string): string => {
  let list = ''
  for (const value of values) list += `${list === '' ? '' : ','}${value === null ? 'null' : text(value)}`
  return list
}

const instants = (timestamps: readonly (bigint | null)[]): string => {
  let list = ''
  for (const at of timestamps) list += `${list === '' ? '"' : ',"'}${at === null ? noInstant : instantText(at)}"`
  return list
}

const repeated = (text: string, times: number): string => Array<string>(times).fill(`"${text}"`).join(',')

const statusList = (statuses: readonly OnlineStatus[]): string => `"${statuses.join('","')}"`

/** The text of the answer to POST /get-online-features: column-major, join keys first. */
export const onlineText = (answer: OnlineAnswer): string => {
  const rows = answer.keys[0]?.values.length ?? 0
  const names: string[] = []
  let results = ''
  const present = repeated('PRESENT', rows)
  const never = repeated(noInstant, rows)
  for (const { name, type, values } of answer.keys) {
    names.push(name)
    results += `${results === '' ? '' : ','}{"values":[${listOf(values, textOf(type))}],"statuses":[${present}],"event_timestamps":[${never}]}`
  }
  // Features of one group share one list of timestamps.
  let last: OnlineColumn['timestamps'] | undefined
  let when = ''
  for (const { name, type, values, statuses, timestamps } of answer.features) {
    names.push(name)
    if (timestamps !== last) {
      last = timestamps
      when = instants(timestamps)
    }
    const states = rows === 0 ? '' : statusList(statuses)
    results += `${results === '' ? '' : ','}{"values":[${listOf(values, textOf(type))}],"statuses":[${states}],"event_timestamps":[${when}]}`
  }
  return `{"metadata":{"feature_names":${JSON.stringify(names)}},"results":[${results}]}`
}

const classes: Readonly<Partial<Record<ErrorCode, string>>> = {
  unknown_view: 'FeatureViewNotFoundException',
  unknown_service: 'FeatureServiceNotFoundException',
  unknown_feature: 'FeastObjectNotFoundException',
  unknown_version: 'FeatureViewVersionNotFound',
  unknown_entity: 'EntityNotFoundException',
  unknown_name: 'FeastObjectNotFoundException',
  missing_key: 'FeastEntityDFMissingColumnsError',
  duplicate_column: 'FeatureNameCollisionError',
  not_permitted: 'FeastPermissionError',
}

/**
 * The body that Feast's client turns into a typed error: a JSON text inside a JSON text. It holds the problem's own
 * members too.
 */
export const feastErrorText = (problem: ProblemBody): string => {
  const message = problem.fix === undefined ? problem.detail : `${problem.detail} (${problem.fix})`
  return JSON.stringify(
    JSON.stringify({ module: 'feast.errors', class: classes[problem.code] ?? 'FeastError', message, ...problem }),
  )
}
