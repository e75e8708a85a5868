// How is a preview shown? The first rows, a line a feature, and what they were computed from.
import type { PreviewReport } from '../../core/preview.ts'
import { several } from '../quantities.ts'
import { type Sheet, sheetOf, withoutEmpty } from '../sheet.ts'

export const answersSheet = ({ columns, rows }: PreviewReport): Sheet => ({ columns, rows })

export const profileSheet = ({ profile }: PreviewReport): Sheet =>
  withoutEmpty(
    sheetOf(
      profile.map(({ null_share: share, min, mean, p50, max, ...rest }) => ({
        feature: rest.feature,
        type: rest.type,
        nulls: typeof share === 'number' ? `${(share * 100).toFixed(share > 0 && share < 0.1 ? 1 : 0)} %` : null,
        distinct: rest.distinct,
        min: brief(min),
        mean: brief(mean),
        p50: brief(p50),
        max: brief(max),
        'most frequent': rest.most_frequent,
      })),
    ),
  )

const brief = (value: unknown): unknown => (typeof value === 'number' ? Number(value.toPrecision(6)) : value)

export const sampleLine = ({ sample, answers, view }: PreviewReport): string => {
  const rows = several(sample.rows, 'row')
  const whole = sample.from === 'landed rows' ? `all ${rows} landed` : `all ${rows} of its files`
  const some = sample.from === 'landed rows' ? `the newest ${rows} landed` : `${rows} of its files`
  const refused = sample.rejected === 0 ? '' : `, ${several(sample.rejected, 'row')} left out as unreadable`
  const partly = sample.whole ? '' : '; windows see these rows only'
  return `${view}: computed on ${sample.whole ? whole : some}${refused}${partly}; profile of ${several(answers, 'answer')}; nothing was written`
}
