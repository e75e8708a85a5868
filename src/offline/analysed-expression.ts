// What is recorded of a feature that is one expression, over the columns of a row or over other features?
import type { AnalysedFeature } from '../core/analysed.ts'
import { type Default, readDefault } from '../core/defaults.ts'
import { PintailError } from '../core/errors.ts'
import type { ExpressionFeature, Feature } from '../core/features.ts'
import { type FeatureParts, fingerprintOfFeature } from '../core/fingerprint.ts'
import type { FeatureType } from '../core/values.ts'
import type { Analysis } from './analysis.ts'

export const analysedExpression = (
  { treeOf }: Analysis,
  { kind, name, description, owner, tags }: ExpressionFeature,
  parts: FeatureParts,
  fits: AnalysedFeature['fits'],
): AnalysedFeature => ({
  kind,
  name,
  expression: parts.expression,
  aggregate: null,
  type: parts.type,
  default: parts.default,
  reads: parts.reads,
  uses: [...parts.uses.keys()],
  fits,
  fingerprint: fingerprintOfFeature(parts, treeOf),
  description,
  owner,
  tags,
})

/** The default in the form of the type; throws where it is no such value. */
export const defaultOf = (feature: Pick<Feature, 'default'>, type: FeatureType): Default | null => {
  if (feature.default === null) return null
  const given = readDefault(feature.default, type)
  if (given !== null) return given
  throw new PintailError({
    code: 'bad_type',
    message: `the default ${JSON.stringify(String(feature.default))} is no ${type}`,
    fix: `write a ${type}, or another type for the feature`,
  })
}
