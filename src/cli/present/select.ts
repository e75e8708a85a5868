// How is a ranking of features shown? Short numbers for people, all digits for programs.
import type { Weighed } from '../../core/datasets.ts'
import type { OutputFormat } from '../../core/verbs.ts'
import { type Sheet, sheetOf } from '../sheet.ts'

const columns = [
  'rank',
  'feature',
  'type',
  'information',
  'correlation',
  'coverage',
  'variance',
  'distinct',
  'redundant',
  'note',
]

export const selectSheet = (features: readonly Weighed[], format: OutputFormat): Sheet => {
  const short = format === 'table' || format === 'md'
  const digits = (value: number | null): number | null => (short ? rounded(value) : value)
  return sheetOf(
    features.map((it, i) => ({
      rank: i + 1,
      feature: it.feature,
      type: it.type,
      information: digits(it.information),
      correlation: digits(it.correlation),
      coverage: digits(it.coverage),
      variance: digits(it.variance),
      distinct: it.distinct,
      redundant:
        format === 'json' || format === 'ndjson'
          ? it.redundant
          : it.redundant.map((other) => `${other.feature} (${other.correlation.toFixed(2)})`),
      note: it.note,
    })),
    columns,
  )
}

const rounded = (value: number | null): number | null => (value === null ? null : Number(value.toPrecision(4)))
