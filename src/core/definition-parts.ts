// Which words do definitions share? Names, types, durations and what is said about a thing, as zod reads them.
import * as z from 'zod'
import { readDuration } from './durations.ts'
import { shown } from './issue-words.ts'
import { featureTypes, type ScalarType, scalarTypes } from './values.ts'

export const text = z.string().min(1)

export const nameShape = /^[a-z][a-z0-9_]*$/
export const name = z.string().regex(nameShape, {
  error: (issue) => `a name is lower-case letters, digits and _, beginning with a letter; seen ${shown(issue.input)}`,
})

export const featureType = z
  .enum(featureTypes, {
    error: (issue) =>
      `${shown(issue.input)} is no type; the types are ${scalarTypes.join(', ')} and lists of them (float64[])`,
  })
  .meta({ id: 'type' })

/** A key is compared exactly, which floats, json and lists do not allow. */
export const keyTypes = ['string', 'int32', 'int64', 'bool', 'timestamp', 'bytes'] as const satisfies ScalarType[]

export const keyType = z
  .enum(keyTypes, {
    error: (issue) =>
      `${shown(issue.input)} is no key type: a key is compared exactly, so it is ${keyTypes.join(', ')}`,
  })
  .meta({ id: 'keyType' })

export const duration = z
  .string()
  .refine((given) => readDuration(given) !== null, {
    error: (issue) =>
      `${shown(issue.input)} is no duration; write 90s, 15m, 1h, 7d or 2w (months have no fixed length)`,
  })
  .meta({ id: 'duration', pattern: '^\\s*(\\d{1,12}(us|ms|s|m|h|d|w))+\\s*$', examples: ['90s', '15m', '1h', '7d'] })

export const described = {
  description: z.string().optional().describe('What it is, for people'),
  owner: z.string().optional().describe('Who answers for it'),
  tags: z.array(text).optional().describe('Words to find it by'),
}
