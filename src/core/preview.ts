// What does a preview ask and answer? A view tried on a sample, nothing written.
import type { Column, Value } from './values.ts'
import type { Listed } from './verbs.ts'

export interface PreviewRequest {
  readonly view: string
  /** Rows to show; the profile is taken over more. */
  readonly limit: number
}

export interface PreviewReport {
  readonly view: string
  readonly sample: {
    readonly rows: number
    readonly from: 'landed rows' | 'files'
    /** True when it is all there is. */
    readonly whole: boolean
    readonly rejected: number
  }
  /** Keys, instant, then a column a value. */
  readonly columns: readonly Column[]
  readonly rows: readonly (readonly Value[])[]
  /** A row a feature: nulls, distinct, min, mean, p50, max, most frequent. */
  readonly profile: readonly Listed[]
  readonly answers: number
  /** Milliseconds by phase. */
  readonly phases: Readonly<Record<string, number>>
}
