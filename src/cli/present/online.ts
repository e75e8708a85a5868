// How is an online answer shown? For people a line a feature with its status, for programs an object a key.
import { formatInstant } from '../../core/instants.ts'
import type { OnlineAnswer } from '../../core/verbs.ts'
import { Typed } from '../cells.ts'
import type { Sheet } from '../sheet.ts'

const rowsOf = (answer: OnlineAnswer): number[] => {
  const [column] = [...answer.keys, ...answer.features]
  return column === undefined ? [] : column.values.map((_, at) => at)
}

/** Keys, feature, value, status and event time: a row a feature. */
export const longSheet = (answer: OnlineAnswer): Sheet => ({
  columns: [
    ...answer.keys.map(({ name, type }) => ({ name, type })),
    ...['feature', 'value', 'status', 'event_time'].map((name) => ({ name, type: null })),
  ],
  rows: rowsOf(answer).flatMap((at) =>
    answer.features.map((feature) => {
      const time = feature.timestamps[at] ?? null
      return [
        ...answer.keys.map((key) => key.values[at]),
        feature.name,
        new Typed(feature.values[at], feature.type),
        feature.statuses[at],
        time === null ? null : formatInstant(time),
      ]
    }),
  ),
})

/** Keys and features: a row a key. */
export const wideSheet = (answer: OnlineAnswer): Sheet => {
  const columns = [...answer.keys, ...answer.features]
  return {
    columns: columns.map(({ name, type }) => ({ name, type })),
    rows: rowsOf(answer).map((at) => columns.map(({ values }) => values[at])),
  }
}
