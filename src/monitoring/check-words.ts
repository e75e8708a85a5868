// What does a check want, in words? For reports, whatever language the definition is in.

import type { Check } from '../core/check-definitions.ts'
import { nouns } from '../core/counted.ts'

interface Ends {
  readonly min?: number | bigint | string | undefined
  readonly max?: number | bigint | string | undefined
}

const within = ({ min, max }: Ends): string => {
  if (min === undefined) return `at most ${max}`
  return max === undefined ? `at least ${min}` : `between ${min} and ${max}`
}

/** A share as people write it: `2.5 %`; what is not nothing never reads as 0. */
export const percent = (share: number): string => {
  const hundred = share * 100
  const digits = hundred === 0 || hundred >= 0.1 ? Number(hundred.toFixed(1)) : Number(hundred.toPrecision(1))
  return `${digits} %`
}

export const wantedBy = (check: Check): string => {
  switch (check.name) {
    case 'not_null':
      return check.with.max_share === undefined ? 'not null' : `at most ${percent(check.with.max_share)} null`
    case 'unique':
      return 'no value twice'
    case 'accepted_values':
      return `one of ${shortened(check.with.map(String))}`
    case 'between':
      return within(check.with)
    case 'matches':
      return `matches ${check.with}`
    case 'row_count':
      return `${within(check.with)} ${nouns(Number(check.with.max ?? check.with.min), 'row')}`
    case 'freshness':
      return `newest event at most ${check.with.max_age} old`
    case 'distribution': {
      const { mean_between: mean, quantile_between: quantile } = check.with
      return [
        ...(mean === undefined ? [] : [`mean ${within(mean)}`]),
        ...(quantile === undefined ? [] : [`quantile ${quantile.q} ${within(quantile)}`]),
      ].join(', ')
    }
    case 'outliers': {
      const { z, iqr, max_share: share = 0 } = check.with
      const beyond = z === undefined ? `${iqr} quartile ranges beyond the quartiles` : `${z} deviations from the mean`
      return `at most ${percent(share)} further than ${beyond}`
    }
    case 'sql':
      return check.with.trim()
  }
}

const shortened = (values: readonly string[]): string =>
  values.length <= 8 ? values.join(', ') : `${values.slice(0, 8).join(', ')} and ${values.length - 8} more`
