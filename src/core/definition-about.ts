// What may be said about a feature, however it is computed?
import * as z from 'zod'
import { checksShape } from './check-definitions.ts'
import { described, featureType } from './definition-parts.ts'

const defaultValue = z.union([z.string(), z.number(), z.bigint(), z.boolean()])

const distance = z.number().positive()

const driftShape = z
  .strictObject({ warn: distance.optional(), fail: distance.optional() })
  .refine(({ warn, fail }) => warn === undefined || fail === undefined || warn <= fail, {
    message: 'warn is at most fail',
  })

export type DriftThresholds = z.infer<typeof driftShape>

export const about = {
  type: featureType.optional().describe('Inferred unless given'),
  default: defaultValue.optional().describe('Stands in for null as the very last step'),
  checks: checksShape.optional().describe('What is to hold of its values'),
  drift: driftShape.optional().describe('From which psi or normalised wasserstein on it has drifted'),
  ...described,
}
