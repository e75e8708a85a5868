// What does a request's address ask? Its parameters, each known by name and read as what it is to be.
import { PintailError } from '../core/errors.ts'
import { parseInstant } from '../core/instants.ts'
import { didYouMean } from '../core/nearest.ts'
import { wrongShape } from './problems.ts'

export interface Query {
  text(name: string): string | undefined
  oneOf<T extends string>(name: string, known: readonly T[]): T | undefined
  whole(name: string, least: number, most: number): number | undefined
  flag(name: string): boolean
  instant(name: string): bigint | null
}

/** A parameter that is not known, or given twice, is refused: to answer as if it were not there would mislead. */
export const queryOf = (url: string, known: readonly string[]): Query => {
  const { searchParams } = new URL(url)
  for (const name of searchParams.keys()) {
    if (!known.includes(name)) {
      const fix = didYouMean(name, known, known.length === 0 ? 'ask without parameters' : `use ${known.join(', ')}`)
      throw wrongShape(`there is no parameter "${name}" here`, fix)
    }
    if (searchParams.getAll(name).length > 1) throw wrongShape(`${name} is given more than once`, 'give it once')
  }
  const text = (name: string): string | undefined => searchParams.get(name) ?? undefined
  return {
    text,
    oneOf: (name, values) => {
      const given = text(name)
      const found = values.find((it) => it === given)
      if (given === undefined || found !== undefined) return found
      throw wrongShape(`${name} is "${given}"`, didYouMean(given, values, `use ${values.join(', ')}`))
    },
    whole: (name, least, most) => {
      const given = text(name)
      if (given === undefined) return undefined
      const number = /^\d{1,15}$/.test(given) ? Number(given) : Number.NaN
      if (number >= least && number <= most) return number
      throw wrongShape(`${name} is "${given}"`, `give a whole number from ${least} to ${most}`)
    },
    flag: (name) => {
      const given = text(name) ?? 'false'
      if (given === 'true' || given === 'false') return given === 'true'
      throw wrongShape(`${name} is "${given}"`, 'give true or false')
    },
    instant: (name) => {
      const given = text(name)
      return given === undefined ? null : parseInstant(given, name)
    },
  }
}

export const required = (query: Query, name: string): string => {
  const given = query.text(name)?.trim() ?? ''
  if (given !== '') return given
  throw new PintailError({ code: 'missing_argument', message: `the parameter ${name} is missing`, fix: `?${name}=…` })
}
