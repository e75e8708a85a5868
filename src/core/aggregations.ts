// Which features does one declaration over events stand for? Its windows and forms, each a function over plain texts.
import type { AggregateDefinition, OneHotDefinition } from './aggregate-definitions.ts'
import { type AggregateFunction, aggregateFunctions, type CategoryPolicy, type Window } from './aggregates.ts'
import { formatDuration, readDuration } from './durations.ts'

/** What of an event counts, as the definition says it: SQL over the source's columns. */
export interface Counted {
  readonly of: string | null
  readonly where: string | null
  readonly by: string | null
  /** Of `sequence`, else none. */
  readonly steps: readonly string[]
}

export interface Aggregation extends Window {
  readonly function: AggregateFunction
  /** One and the same for all windows and forms of a declaration. */
  readonly counted: Counted
  readonly q: number | null
  readonly scale: number | null
  readonly within: bigint | null
  readonly as: 'value' | 'binary' | 'oneHot'
  readonly policy: CategoryPolicy | null
}

/** A feature of a declaration, with what is appended to its name. */
export interface Form {
  readonly suffix: string
  readonly aggregation: Aggregation
}

const policyOf = (values: OneHotDefinition['values']): CategoryPolicy =>
  'top' in values ? { top: values.top, min: values.min ?? 1 } : { values }

const lengthOf = (window: string): bigint | null => (window === 'all' ? null : readDuration(window))

/** `name[_window][_binary]`: what is given alone appends nothing. */
export const formsOf = (given: AggregateDefinition | OneHotDefinition): Form[] => {
  if ('oneHot' in given) return [{ suffix: '', aggregation: oneHotOf(given) }]
  const { window = 'all', windows, as = 'count' } = given
  const lengths = windows ?? [window]
  const forms = typeof as === 'string' ? [as] : as
  const counted = countedOf(given)
  return lengths.flatMap((length) =>
    forms.map((form) => ({
      suffix: `${windows === undefined ? '' : `_${length.trim()}`}${form === as || form === 'count' ? '' : '_binary'}`,
      aggregation: {
        ...functionOf(given),
        counted,
        length: lengthOf(length),
        closed: given.closed ?? 'right',
        scale: given.scale ?? null,
        within: given.within === undefined ? null : readDuration(given.within),
        as: form === 'binary' ? 'binary' : 'value',
        policy: given.values === undefined ? null : policyOf(given.values),
      },
    })),
  )
}

const countedOf = (given: AggregateDefinition): Counted => ({
  of: given.of ?? null,
  where: given.where ?? null,
  by: given.by ?? null,
  steps: given.steps ?? [],
})

const functionOf = ({ aggregate, q }: AggregateDefinition): Pick<Aggregation, 'function' | 'q'> => {
  const known = aggregateFunctions.find((it) => it === aggregate)
  if (known !== undefined) return { function: known, q: q ?? null }
  return { function: 'quantile', q: aggregate === 'median' ? 0.5 : Number(aggregate.slice(1)) / 100 }
}

const oneHotOf = (given: OneHotDefinition): Aggregation => ({
  function: 'last',
  counted: { of: given.oneHot, where: given.where ?? null, by: null, steps: [] },
  length: lengthOf(given.window ?? 'all'),
  closed: given.closed ?? 'right',
  q: null,
  scale: null,
  within: null,
  as: 'oneHot',
  policy: policyOf(given.values),
})

/** What people read: `p90 of cls where … by page over 7d`. */
export const wordsOf = ({ counted, ...it }: Aggregation): string => {
  const { of, where, by, steps } = counted
  const name = it.function === 'quantile' && it.q !== null ? quantileName(it.q) : it.function
  return [
    name,
    ...(of === null ? [] : [`of ${plain(of)}`]),
    ...(steps.length === 0 ? [] : [`of ${steps.map(plain).join(', then ')}`]),
    ...(it.within === null ? [] : [`within ${formatDuration(it.within)}`]),
    ...(where === null ? [] : [`where ${plain(where)}`]),
    ...(by === null ? [] : [`by ${plain(by)}`]),
    `over ${it.length === null ? 'all' : formatDuration(it.length)}`,
    ...(it.closed === 'left' ? ['closed left'] : []),
    ...(it.scale === null ? [] : [`in units of ${it.scale} s`]),
    ...(it.as === 'value' ? [] : [it.as === 'binary' ? 'as binary' : 'as one-hot']),
  ].join(' ')
}

const plain = (sql: string): string => sql.trim().replaceAll(/\s+/g, ' ')

const quantileName = (q: number): string => {
  const percent = Math.round(q * 100)
  return percent / 100 === q && percent > 0 && percent < 100 ? `p${percent}` : `quantile ${q}`
}
