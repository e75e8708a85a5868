// Which numbers are still to be fitted, and what query finds them?
import type { Micros } from '../core/clock.ts'
import { PintailError } from '../core/errors.ts'
import type { FeatureVersion, FittedCall } from '../core/versions.ts'
import { quoteName } from '../sql/quote.ts'
import { render } from '../sql/render.ts'
import { type Environment, environmentsOf } from './environments.ts'
import { numbersIn } from './numbers.ts'
import { type Compilation, rowsOf } from './rows.ts'
import { wrapped } from './wrapped.ts'

export const isFitted = (feature: FeatureVersion): boolean => feature.fits.every((fit) => fit.value !== null)

/** Calls without a number whose arguments hold no call without one. */
export const nextCalls = (feature: FeatureVersion): FittedCall[] => {
  const missing = feature.fits.filter((fit) => fit.value === null)
  return missing.filter((fit) => !missing.some((other) => other !== fit && fit.argument.includes(other.call)))
}

/** A version with numbers filled in, by call; a number it has already stays. */
export const withNumbers = (feature: FeatureVersion, numbers: ReadonlyMap<string, number>): FeatureVersion => ({
  ...feature,
  fits: feature.fits.map((fit) => ({ ...fit, value: fit.value ?? numbers.get(fit.call) ?? null })),
})

export interface FitQuery {
  /** Gives one row: its columns `0`, `1` … are the values of `calls`, each a DOUBLE. */
  readonly sql: string
  readonly calls: readonly { readonly feature: number; readonly call: string }[]
}

/**
 * The queries for the missing numbers of the wanted versions and of those they use, over the rows of the row set. A
 * number whose argument needs other missing ones comes in a later round: fill in these, ask again, until there are none.
 * With an instant, over what was known by then.
 */
export const fitQueries = (compilation: Compilation, until: Micros | null = null): FitQuery[] => {
  const missing = closureOf(compilation).filter((feature) => !isFitted(feature))
  const wanted = missing.filter((feature) => usedBy(feature, compilation).every(isFitted))
  if (wanted.length === 0) return []
  return environmentsOf({ ...compilation, wanted }).map((environment) => fitQuery(compilation, environment, until))
}

const closureOf = (compilation: Compilation): FeatureVersion[] => {
  const found = new Map<number, FeatureVersion>()
  const visit = (feature: FeatureVersion): void => {
    if (found.has(feature.id)) return
    found.set(feature.id, feature)
    for (const used of usedBy(feature, compilation)) visit(used)
  }
  for (const feature of compilation.wanted) visit(feature)
  return [...found.values()]
}

const usedBy = (feature: FeatureVersion, { all }: Pick<Compilation, 'all'>): FeatureVersion[] =>
  feature.uses.flatMap(({ id }) => all.get(id) ?? [])

const fitQuery = (compilation: Compilation, environment: Environment, until: Micros | null): FitQuery => {
  const rows = rowsOf(compilation, environment)
  const calls = environment.wanted.flatMap((feature) => nextCalls(feature).map((fit) => ({ feature, fit })))
  const named = calls.map((call, i) => ({ ...call, name: rows.fresh(`argument_${i}`) }))
  const sql = render('aggregations/fit', {
    numbers: named.map(({ fit, name }, i) => `${aggregate(fit, name)} AS ${quoteName(String(i))}`).join(', '),
    arguments: named.map(({ feature, fit, name }) => `${argumentOf(fit, feature)} AS ${name}`).join(', '),
    rows: rows.sql,
    keyed: [
      ...[...rows.keys, rows.eventTime].map((it) => `${it} IS NOT NULL`),
      ...(until === null ? [] : [knownBy(rows.eventTime, rows.created, until)]),
    ].join(' AND '),
  })
  return { sql, calls: calls.map(({ feature, fit }) => ({ feature: feature.id, call: fit.call })) }
}

const argumentOf = (fit: FittedCall, feature: FeatureVersion): string =>
  `CAST(${wrapped(numbersIn(fit.argument, feature.fits))} AS DOUBLE)`

/** SQL: what had happened, and was known where that is told, by an instant. */
export const knownBy = (eventTime: string, created: string, until: Micros): string => {
  const instant = `make_timestamp(${until})`
  return `(${eventTime} <= ${instant} AND (${created} IS NULL OR ${created} <= ${instant}))`
}

/** NaN and the infinities are no numbers to fit to. */
const aggregate = (fit: FittedCall, argument: string): string =>
  `${functionOf(fit, argument)} FILTER (WHERE isfinite(${argument}))`

const functionOf = (fit: FittedCall, argument: string): string => {
  switch (fit.function) {
    case 'min':
      return `min(${argument})`
    case 'max':
      return `max(${argument})`
    case 'mean':
      return `avg(${argument})`
    case 'stddev':
      return `stddev_samp(${argument})`
    case 'quantile':
      return `quantile_cont(${argument}, ${shareOf(fit)})`
  }
}

const shareOf = (fit: FittedCall): number => {
  if (fit.q !== null) return fit.q
  throw new PintailError({ code: 'registry_damaged', message: `${fit.call} has no share` })
}
