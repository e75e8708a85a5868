// How may an aggregation be written? One shape for every function of the events of a window, and which keys go with which.
import * as z from 'zod'
import { aggregateFunctions, otherCategory } from './aggregates.ts'
import type { AggregateName } from './define-aggregates.ts'
import { about } from './definition-about.ts'
import { text } from './definition-parts.ts'
import { readDuration } from './durations.ts'
import { shown } from './issue-words.ts'
import { nearest } from './nearest.ts'

const isPercentile = (word: string): word is AggregateName => /^p[1-9]\d?$/.test(word)
const percentiles = Array.from({ length: 99 }, (_, i) => `p${i + 1}`).filter(isPercentile)

/** Of events of a window: the functions themselves, and the names that quantiles have. */
export const aggregateNames: readonly AggregateName[] = [...aggregateFunctions, 'median', ...percentiles]

const functionList = `${aggregateFunctions.join(', ')}, median, p1…p99`

const functionName = z
  .enum(aggregateNames, {
    error: ({ input }) => {
      const near = typeof input === 'string' ? nearest(input, aggregateNames) : undefined
      const meant = near === undefined ? '' : `did you mean "${near}"? `
      return `there is no function ${shown(input)}; ${meant}The functions are ${functionList}`
    },
  })
  .describe('What is computed over the events of the window')

/** 3 170 years, in microseconds; beyond it, sums of instants and lengths would not fit. */
const longestWindow = 100_000_000_000_000_000n

/** Why a length cannot be one of a window; null when it can. */
const windowFault = (given: string): string | null => {
  const said = JSON.stringify(given)
  const negative = /^\s*-/.test(given)
  const length = readDuration(negative ? given.replace('-', '') : given)
  if (length === null) return `${said} is no window; write 90s, 15m, 1h, 7d, 2w (months have no fixed length) or all`
  if (negative || length === 0n) return `a window of ${said} holds no events; write a length such as 7d, or all`
  return length > longestWindow ? `a window of ${said} is longer than history; write all` : null
}

const windowLength = z
  .string()
  .refine((given) => given === 'all' || windowFault(given) === null, {
    error: (issue) => windowFault(String(issue.input)) ?? undefined,
  })
  .meta({ id: 'window', pattern: '^(all|\\s*(\\d{1,12}(us|ms|s|m|h|d|w))+\\s*)$', examples: ['1h', '7d', 'all'] })

/** An absent length is that of `all`. */
const lengthOf = (given: string): string => (given === 'all' ? 'all' : String(readDuration(given)))

const windowLengths = z
  .array(windowLength)
  .min(1)
  .superRefine((given, context) => {
    const lengths = given.map(lengthOf)
    for (const [i, length] of lengths.entries()) {
      const first = lengths.indexOf(length)
      if (first === i) continue
      const message = `${JSON.stringify(given[i])} is the window ${JSON.stringify(given[first])} again`
      context.addIssue({ code: 'custom', path: [i], message, params: { fix: 'remove one of them' } })
    }
  })

const within = z.string().refine((given) => (readDuration(given) ?? 0n) > 0n, {
  error: (issue) => `${shown(issue.input)} is no time to take; write 90s, 15m, 1h, 7d or 2w`,
})

const categoryList = z
  .array(z.string())
  .min(1)
  .max(10_000)
  .superRefine((given, context) => {
    for (const [i, value] of given.entries()) {
      const fault = given.indexOf(value) < i ? 'stands here twice' : 'is what values outside the list go to'
      if (given.indexOf(value) === i && value !== otherCategory) continue
      const params = { fix: 'remove it' }
      context.addIssue({ code: 'custom', path: [i], message: `${JSON.stringify(value)} ${fault}`, params })
    }
  })

const values = z
  .union([
    categoryList,
    z.strictObject({
      top: z.int().min(1).max(10_000).describe('So many of the most frequent values'),
      min: z.int().min(1).optional().describe('Of those with at least so many rows; 1 unless given'),
    }),
  ])
  .describe('The values with a column of their own: a list, or the most frequent ones')
  .meta({ id: 'values' })

const form = z.enum(['count', 'binary'])

const over = {
  where: text.optional().describe("SQL over the source's columns: the events that count"),
  window: windowLength.optional().describe('How far back; all unless given'),
  closed: z.enum(['right', 'left']).optional().describe('left leaves out an event at the very instant asked about'),
}

const forms = z.union([form, z.array(form).min(1)])

const aggregateShape = z.strictObject({
  aggregate: functionName,
  of: text.optional().describe("An expression over the source's columns; nulls never count"),
  ...over,
  windows: windowLengths.optional().describe('Several windows, a feature each: name_1h, name_7d, name_all'),
  q: z.number().min(0).max(1).optional().describe('Of quantile: the share at or below it'),
  scale: z.number().positive().optional().describe('Of span and since: seconds are divided by it'),
  steps: z.array(text).optional().describe('Of sequence: conditions that are to happen in this order'),
  within: within.optional().describe('Of sequence: how long it may take from the first step to the last'),
  by: text.optional().describe('One value for each category of this expression'),
  values: values.optional(),
  as: forms.optional().describe('binary is 1 where it is over 0; count and binary are a feature each'),
  ...about,
})

type Given = z.infer<typeof aggregateShape>
type Key = keyof Given

const without: readonly AggregateName[] = ['count', 'span', 'since', 'sequence']
const counting: readonly AggregateName[] = ['count', 'countDistinct', 'sequence']

/** Keys that some functions alone have. */
const owners: readonly (readonly [Key, readonly AggregateName[]])[] = [
  ['q', ['quantile']],
  ['scale', ['span', 'since']],
  ['steps', ['sequence']],
  ['within', ['sequence']],
  ['as', counting],
]

const mostSteps = 30

interface Fault {
  readonly path: readonly PropertyKey[]
  readonly message: string
  readonly fix: string
}

const faultsOf = (given: Given): Fault[] => {
  const { aggregate } = given
  const faults: Fault[] = []
  const say = (path: readonly PropertyKey[], message: string, fix: string): void =>
    void faults.push({ path, message, fix })
  for (const [key, of] of owners) {
    if (given[key] === undefined || of.includes(aggregate)) continue
    say([key], `${aggregate} has no "${key}"; ${of.join(', ')} ${of.length > 1 ? 'have' : 'has'}`, 'remove it')
  }
  if (given.of === undefined && !without.includes(aggregate)) {
    const fix = `say of what: { aggregate: ${aggregate}, of: column }`
    say(['aggregate'], `${aggregate} needs "of", the expression it is taken of`, fix)
  }
  if (aggregate === 'quantile' && given.q === undefined)
    say(['aggregate'], 'quantile needs "q", a share from 0 to 1', 'write q: 0.9, or aggregate: p90')
  if (given.window !== undefined && given.windows !== undefined)
    say(['windows'], 'it has a window and windows', 'keep one of them')
  if (given.by !== undefined && given.values === undefined) {
    const fix = 'say which values have a column: values: { top: 20 }, or a list'
    say(['by'], '"by" needs "values", so that the columns are known', fix)
  }
  if (given.values !== undefined && given.by === undefined)
    say(['values'], '"values" are those of "by", which is missing', 'say of what: by: column')
  if (aggregate === 'sequence') faults.push(...sequenceFaults(given))
  if (Array.isArray(given.as) && new Set(given.as).size < given.as.length)
    say(['as'], `"as" lists ${given.as[0]} twice`, 'remove one of them')
  return faults
}

const sequenceFaults = ({ of, by, steps = [] }: Given): Fault[] => {
  const faults: Fault[] = []
  if (of !== undefined)
    faults.push({ path: ['of'], message: 'a sequence is of its steps, and has no "of"', fix: 'remove it' })
  if (by !== undefined) {
    const fix = 'put the category into the steps, a feature each'
    faults.push({ path: ['by'], message: 'a sequence goes across categories, and has no "by"', fix })
  }
  if (steps.length < 2 || steps.length > mostSteps) {
    const message = `a sequence has from 2 to ${mostSteps} steps, and this has ${steps.length}`
    const fix = 'write steps: ["page = \'/pricing\'", "page = \'/cart\'"]'
    faults.push({ path: steps.length === 0 ? ['aggregate'] : ['steps'], message, fix })
  }
  return faults
}

/** A function over the events of one or several windows. */
export const aggregateFeature = aggregateShape
  .superRefine((given, context) => {
    for (const { path, message, fix } of faultsOf(given))
      context.addIssue({ code: 'custom', path: [...path], message, params: { fix } })
  })
  .meta({ id: 'aggregate' })

/** Which of some values the latest known one is. */
export const oneHotFeature = z
  .strictObject({
    oneHot: text.describe('1 for the category that the latest known value is, 0 for the others'),
    values,
    ...over,
    ...about,
  })
  .meta({ id: 'oneHot' })

export const ratioFeature = z
  .strictObject({
    ratio: z.tuple([text, text]).describe('Two features of the same view; null where the second is 0'),
    ...about,
  })
  .meta({ id: 'ratio' })

export type AggregateDefinition = z.infer<typeof aggregateFeature>
export type OneHotDefinition = z.infer<typeof oneHotFeature>
export type RatioDefinition = z.infer<typeof ratioFeature>
