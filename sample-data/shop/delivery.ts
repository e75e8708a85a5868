// How do events reach the shop's files? Mostly at once and whole; some late, some twice, some broken, some put right later.
import type { Chance } from '../random.ts'
import type { Properties, ShopEvent } from './visit.ts'
import { day } from './visitor.ts'

/** A row of the files. Instants are milliseconds. */
export interface Row {
  readonly event_id: string
  readonly event_time: number
  readonly processed_time: number
  /** Only of a row that was sent again. */
  readonly updated_time: number | null
  readonly device_id: string | null
  readonly session_id: string
  readonly view_id: string
  readonly event_type: string
  readonly event_properties: string | null
  readonly source_type: string
  readonly source_properties: string | null
}

const minute = 60_000

/** A visit's delay: a telephone without a net sends its events hours later, or days. */
export const visitDelay = (chance: Chance): number => {
  const kind = chance.weighted([955, 38, 7])
  return kind === 0 ? 0 : kind === 1 ? chance.whole(20, 600) * minute : chance.whole(1, 6) * day
}

/** JSON as clients send it: now and then cut off, empty, of another shape, or not there. */
const sent = (properties: Properties | null, chance: Chance): string | null => {
  if (properties === null) return chance.happens(0.5) ? null : '{}'
  const text = JSON.stringify(properties)
  const kind = chance.weighted([9850, 50, 30, 20, 20, 20, 10])
  return [text, text.slice(0, -2), null, '{}', 'null', `[${text}]`, ''][kind] ?? null
}

/** What a client first sent where a correction followed: a text lost, a time in microseconds, a wrong total. */
const mistaken = ({ type, properties }: ShopEvent): Properties => {
  if (type === 'click') return { target: 'button' }
  if (type === 'load') return { load: { dom_content_time_millis: 1e6 } }
  if (type === 'cumulative_layout_shift') return { cumulative_layout_shift: 'n/a' }
  return { ...properties, draft: true }
}

/** The rows of one event, in the order in which they arrive. */
export const rowsOf = (event: ShopEvent, id: number, delay: number, chance: Chance): readonly Row[] => {
  const processed = event.at + delay + chance.whole(150, 9000)
  const row: Row = {
    event_id: `e${String(id).padStart(6, '0')}`,
    event_time: event.at,
    processed_time: processed,
    updated_time: null,
    device_id: event.visitor,
    session_id: event.session,
    view_id: event.view,
    event_type: event.type,
    event_properties: sent(event.properties, chance),
    source_type: event.app ? 'app' : 'web',
    source_properties: sent(event.source, chance),
  }
  const later = (from: number, to: number) => processed + chance.whole(from, to) * minute
  const kind = chance.weighted([9590, 200, 50, 100, 40, 20])
  // Corrected · sent twice · never anybody's · known whose only later · dated anew
  if (kind === 1)
    return [
      { ...row, event_properties: sent(mistaken(event), chance) },
      { ...row, updated_time: later(2, 7000) },
    ]
  if (kind === 2) return [row, row]
  if (kind === 3) return event.type === 'purchase' ? [row] : [{ ...row, device_id: null }]
  if (kind === 4)
    return [
      { ...row, device_id: null },
      { ...row, updated_time: later(60, 3000) },
    ]
  if (kind === 5)
    return [
      { ...row, event_time: event.at - chance.whole(1, 90) * minute },
      { ...row, updated_time: later(2, 3000) },
    ]
  return [row]
}

/** From this instant on a row is there to be read. */
export const known = ({ processed_time, updated_time }: Row): number => Math.max(processed_time, updated_time ?? 0)
