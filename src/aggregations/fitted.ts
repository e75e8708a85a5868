// Numbers fitted once: put into an expression, or still missing.
import { replacePrinted } from '../core/fit-calls.ts'
import type { FeatureVersion, FittedCall } from '../core/versions.ts'

/** A printed expression with its fitted numbers put in; one not yet fitted is null. */
export const numbersIn = (expression: string, fits: readonly FittedCall[]): string =>
  fits.length === 0
    ? expression
    : replacePrinted(expression, new Map(fits.map((fit) => [fit.call, literal(fit.value)])))

const literal = (value: number | null): string => `CAST(${value === null ? 'NULL' : `'${value}'`} AS DOUBLE)`

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
