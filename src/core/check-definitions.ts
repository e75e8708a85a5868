// What may a definition say is to hold of values? Each check by its name, as zod reads it, and in its long form.
import * as z from 'zod'
import { type CheckName, checkNames, type Severity, severities } from './checks.ts'
import { duration, text } from './definition-parts.ts'
import { shown } from './issue-words.ts'
import { nearest } from './nearest.ts'

const share = z.number().min(0).max(1)

const ends = (shape: { readonly min?: unknown; readonly max?: unknown }): boolean =>
  shape.min !== undefined || shape.max !== undefined
const endless = { error: 'it has neither min nor max' }
const inOrder = ({ min, max }: { readonly min?: unknown; readonly max?: unknown }): boolean =>
  (typeof min !== 'number' && typeof min !== 'bigint') ||
  (typeof max !== 'number' && typeof max !== 'bigint') ||
  min <= max
const reversed = { error: 'min is above max' }

const end = z.union([z.number(), z.bigint(), z.string()]).optional()
const span = { min: z.number().optional(), max: z.number().optional() }
const count = z.int().min(0).optional()

const parameters = {
  not_null: z.strictObject({ max_share: share.optional().describe('The share of nulls there may be; 0 unless given') }),
  unique: z.literal(true).describe('No value twice; of a view: no key twice'),
  accepted_values: z.array(z.union([z.string(), z.number(), z.bigint(), z.boolean()])).min(1),
  between: z.strictObject({ min: end, max: end }).refine(ends, endless).refine(inOrder, reversed),
  matches: text.describe('A regular expression that some part of the text is of; ^…$ for the whole'),
  row_count: z.strictObject({ min: count, max: count }).refine(ends, endless).refine(inOrder, reversed),
  freshness: z.strictObject({ max_age: duration.describe('How old the newest event may be') }),
  distribution: z
    .strictObject({
      mean_between: z.strictObject(span).refine(ends, endless).refine(inOrder, reversed).optional(),
      quantile_between: z
        .strictObject({ q: share, ...span })
        .refine(ends, endless)
        .refine(inOrder, reversed)
        .optional(),
    })
    .refine((it) => it.mean_between !== undefined || it.quantile_between !== undefined, {
      error: 'it has neither mean_between nor quantile_between',
    }),
  outliers: z
    .strictObject({
      z: z.number().positive().optional().describe('So many deviations from the mean'),
      iqr: z.number().positive().optional().describe('So many quartile ranges beyond the quartiles'),
      max_share: share.optional().describe('The share of outliers there may be; 0 unless given'),
    })
    .refine((it) => (it.z === undefined) !== (it.iqr === undefined), { error: 'it has either z or iqr' }),
  sql: text.describe("A condition over the view's features that every row is to meet"),
} satisfies Record<CheckName, z.ZodType>

const about = {
  severity: z.enum(severities).optional().describe('fail stops an ingest; warn unless given'),
  category: z.string().optional().describe('Of a feature with categories, the one meant; all of them without'),
}

const optional = {
  not_null: parameters.not_null.optional(),
  unique: parameters.unique.optional(),
  accepted_values: parameters.accepted_values.optional(),
  between: parameters.between.optional(),
  matches: parameters.matches.optional(),
  row_count: parameters.row_count.optional(),
  freshness: parameters.freshness.optional(),
  distribution: parameters.distribution.optional(),
  outliers: parameters.outliers.optional(),
  sql: parameters.sql.optional(),
}

const bare = ['not_null', 'unique'] as const

const long = z.strictObject({ ...optional, ...about }).superRefine((given, context) => {
  const named = checkNames.filter((name) => given[name] !== undefined)
  // A misspelt name is told as an unknown key.
  if (named.length === 1 || context.issues.length > 0) return
  const fix = 'write each check as an item of its own: - between: { min: 0 }'
  const message =
    named.length === 0 ? `a check is one of ${checkNames.join(', ')}` : `two checks in one: ${named.join(', ')}`
  context.addIssue({ code: 'custom', path: [], message, params: { fix } })
})

const word = z.enum(bare, {
  error: ({ input }) => wordFault(input),
})

const wordFault = (input: unknown): string => {
  const known = checkNames.find((name) => name === input)
  if (known !== undefined) return `${known} needs to be told what: { ${known}: … }`
  const near = typeof input === 'string' ? nearest(input, checkNames) : undefined
  const list = `checks are ${checkNames.join(', ')}`
  const wrong = `there is no check ${shown(input)};`
  return near === undefined ? `${wrong} the ${list}` : `${wrong} did you mean "${near}"? The ${list}`
}

/** One check, as a definition has it. */
export const checkShape = z.union([word, long]).meta({ id: 'check' })
export const checksShape = z.array(checkShape)
export type CheckDefinition = z.infer<typeof checkShape>

type Parameters = { readonly [N in CheckName]: z.infer<(typeof parameters)[N]> }

/** A check in its long form. */
export type Check = {
  readonly [N in CheckName]: {
    readonly name: N
    readonly with: Parameters[N]
    readonly severity: Severity
    readonly category: string | null
  }
}[CheckName]

/** A check that was read, in its long form. */
export const checkOf = (given: CheckDefinition): Check => {
  const { severity = 'warn', category = null } = typeof given === 'string' ? {} : given
  const of = <N extends CheckName>(name: N, parameters: Parameters[N]) =>
    ({ name, with: parameters, severity, category }) as const
  if (given === 'not_null') return of('not_null', {})
  if (given === 'unique') return of('unique', true)
  if (given.not_null !== undefined) return of('not_null', given.not_null)
  if (given.unique !== undefined) return of('unique', given.unique)
  if (given.accepted_values !== undefined) return of('accepted_values', given.accepted_values)
  if (given.between !== undefined) return of('between', given.between)
  if (given.matches !== undefined) return of('matches', given.matches)
  if (given.row_count !== undefined) return of('row_count', given.row_count)
  if (given.freshness !== undefined) return of('freshness', given.freshness)
  if (given.distribution !== undefined) return of('distribution', given.distribution)
  if (given.outliers !== undefined) return of('outliers', given.outliers)
  return of('sql', given.sql ?? '')
}
