// How old is what each view can answer with, against what it promises, and of how many keys does it know a value?
import type { Coverage, Freshness } from '../../core/watching.ts'
import type { Front } from './front.ts'

export interface FreshnessRead {
  readonly views: readonly Freshness[]
}

export interface CoverageRead {
  /** By feature, `view:feature`. */
  readonly features: readonly Coverage[]
}

export const readFreshness = async (front: Pick<Front, 'freshness'>): Promise<FreshnessRead> => ({
  views: await front.freshness([]),
})

/** Counts keys in both stores: asked of one view, when it is looked at. */
export const readCoverage = async (
  front: Pick<Front, 'coverage'>,
  view: string,
  signal: AbortSignal,
): Promise<CoverageRead> => ({ features: await front.coverage([view], { signal }) })
