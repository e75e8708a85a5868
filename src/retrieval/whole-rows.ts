// What are all rows of a history, values included? For those who read most of it: nothing is looked up by place.
import { engineType } from '../core/values.ts'
import { columnOf, type FeatureVersion } from '../core/versions.ts'
import { readParquet } from '../offline/offline-store.ts'
import { quoteColumn, quoteText } from '../sql/quote.ts'
import { render } from '../sql/render.ts'
import {
  identitiesOf,
  notHidden,
  notSuperseded,
  type Placed,
  type Reading,
  segmentsOf,
  tieFree,
  within,
} from './history-rows.ts'

/** Rows `k0…, event_time, created, f0…, pos` that answer today; null when no segment can hold one. */
export const wholeRows = (reading: Reading, features: readonly FeatureVersion[]): string | null => {
  const segments = segmentsOf(reading)
  if (segments.length === 0) return null
  const rows = segments.map((it) => segmentRows(reading, it, features)).join('\nUNION ALL\n')
  return reading.history.rowSet.events
    ? tieFree(notSuperseded(rows, reading), reading.history)
    : notHidden(rows, reading.history, segments)
}

const segmentRows = (
  { history, bounds }: Reading,
  { segment, offset }: Placed,
  features: readonly FeatureVersion[],
): string => {
  const groups = segment.files.filter(
    (file) => !file.identities && features.some((it) => file.features.includes(it.id)),
  )
  const keys = history.rowSet.keys.map((key, i) => `${quoteColumn('identities', key.name)} AS k${i}`)
  const values = features.map((feature, i) => {
    const file = segment.files.find((it) => it.features.includes(feature.id))
    if (file === undefined) return `NULL::${engineType(feature.type)} AS f${i}`
    const relation = file.identities ? 'identities' : `g${groups.indexOf(file)}`
    return `${quoteColumn(relation, columnOf(feature))} AS f${i}`
  })
  return render('retrieval/whole-rows', {
    columns: [
      ...keys,
      'identities.event_time',
      'identities.created',
      ...(history.rowSet.events ? ['identities.row_id'] : []),
      ...values,
    ].join(', '),
    offset: String(offset),
    file: quoteText(identitiesOf(segment)),
    beside: groups.map((file, i) => `POSITIONAL JOIN ${readParquet([file.path])} AS g${i}`).join(' '),
    within: within(segment, bounds),
  })
}
