// How is the choice of a row shown? Every row weighed, with why, and what it held.
import type { Explanation } from '../../core/verbs.ts'
import type { Sheet } from '../sheet.ts'

export const explanationSheet = ({ columns, rows }: Explanation): Sheet => ({
  columns: [
    { name: 'chosen', type: 'bool' },
    { name: 'why', type: 'string' },
    { name: 'event_time', type: 'timestamp' },
    { name: 'created', type: 'timestamp' },
    { name: 'run', type: 'int64' },
    ...columns,
  ],
  rows: rows.map(({ chosen, why, eventTime, created, run, values }) => [
    chosen,
    why,
    eventTime,
    created,
    run,
    ...columns.map(({ name }) => values[name]),
  ]),
})
