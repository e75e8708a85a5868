// How does a number fitted once get into an expression?
import { replacePrinted } from '../core/fit-calls.ts'
import type { FittedCall } from '../core/versions.ts'

/** A printed expression with its fitted numbers put in; one not yet fitted is null. */
export const numbersIn = (expression: string, fits: readonly FittedCall[]): string =>
  fits.length === 0
    ? expression
    : replacePrinted(expression, new Map(fits.map((fit) => [fit.call, literal(fit.value)])))

const literal = (value: number | null): string => `CAST(${value === null ? 'NULL' : `'${value}'`} AS DOUBLE)`
