// Which rows do not pass a check? A condition over one value, or over a row; null where it is no matter of single rows.
import type { Check } from '../core/check-definitions.ts'
import { readInstant } from '../core/instants.ts'
import { elementType, engineType, type FeatureType } from '../core/values.ts'
import { quoteName, quoteText } from '../sql/quote.ts'
import type { LookedAt } from './looked-at.ts'
import { valueIn } from './looked-at.ts'
import type { WatchedMember } from './members.ts'

const literal = (value: string | number | bigint | boolean, type: FeatureType): string =>
  `CAST(${quoteText(String(value))} AS ${engineType(type)})`

/** Numbers are compared as they are given: 0.5 is no end of whole numbers that could be rounded. */
const endOf = (end: string | number | bigint, type: FeatureType): string => {
  if (type === 'timestamp') return `make_timestamp(${readInstant(String(end)) ?? 0n})`
  return typeof end === 'bigint'
    ? `CAST(${quoteText(String(end))} AS HUGEINT)`
    : `CAST(${quoteText(String(end))} AS DOUBLE)`
}

const isFloat = (type: FeatureType): boolean => ['float32', 'float64'].includes(elementType(type))

/** True of a row that does not pass; `v` is SQL of the value. */
export const failing = (check: Check, type: FeatureType, v: string): string | null => {
  switch (check.name) {
    case 'not_null':
      return `${v} IS NULL`
    case 'accepted_values':
      return `${v} NOT IN (${check.with.map((value) => literal(value, type)).join(', ')})`
    case 'between': {
      const { min, max } = check.with
      // NaN is above all numbers, and between none.
      const beyond = isFloat(type) ? [`isnan(${v})`] : []
      if (min !== undefined) beyond.push(`${v} < ${endOf(min, type)}`)
      if (max !== undefined) beyond.push(`${v} > ${endOf(max, type)}`)
      return `(${beyond.join(' OR ')})`
    }
    case 'matches':
      return `NOT regexp_matches(${v}, ${quoteText(check.with)})`
    case 'unique':
    case 'row_count':
    case 'freshness':
    case 'distribution':
    case 'outliers':
    case 'sql':
      return null
  }
}

/** Rows under the names that a condition has for them: keys, and features of one value. */
export const namedRows = (seen: LookedAt, keys: readonly string[], members: readonly WatchedMember[]): string => {
  const single = members.filter(({ category }) => category === null)
  const columns = [
    ...keys.map((key, i) => `k${i} AS ${quoteName(key)}`),
    ...single.map((member) => `${valueIn(seen, member)} AS ${quoteName(member.feature.name)}`),
    'event_time AS "pintail event time"',
  ]
  return `SELECT ${columns.join(', ')} FROM (\n${seen.sql}\n) AS rows`
}
