// What is a report? One page that a browser shows without a network.
import type { DriftRequest } from './drift.ts'

export const reportKinds = ['drift', 'quality'] as const
export type ReportKind = (typeof reportKinds)[number]

/** What a report of quality does not take is not given. */
export interface ReportRequest extends DriftRequest {
  readonly about: ReportKind
}

export interface ReportPage {
  readonly about: ReportKind
  readonly html: string
  readonly views: number
  readonly features: number
  /** Of its features, how many are of each verdict. */
  readonly verdicts: Readonly<Record<string, number>>
}
