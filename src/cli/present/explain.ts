// How is the choice of a row shown? Every row weighed, with why, and what it held.
import { formatInstant } from '../../core/instants.ts'
import type { Explanation } from '../../core/verbs.ts'
import { type Sheet, sheetOf } from '../sheet.ts'

export const explanationSheet = ({ rows }: Explanation): Sheet =>
  sheetOf(
    rows.map(({ chosen, why, eventTime, created, run, values }) => ({
      chosen,
      why,
      event_time: formatInstant(eventTime),
      created: created === null ? null : formatInstant(created),
      run,
      ...values,
    })),
  )
