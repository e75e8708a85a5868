// One small view of a shop's events, varied by tests: text, numbers, lists, and the time since the event before.
import type { Columns, Definitions } from './workshop.ts'

export const shopColumns: Columns = {
  events: {
    event_id: 'string',
    device_id: 'string',
    event_time: 'timestamp',
    processed_time: 'timestamp',
    event_type: 'string',
    page: 'string',
    text: 'string',
    'Page Title': 'string',
    revenue: 'float64',
    price: 'float32',
    quantity: 'int32',
    stock: 'int64',
    bot: 'bool',
    labels: 'string[]',
    raw: 'bytes',
    doc: 'json',
  },
}

type Body = Readonly<Record<string, unknown>>

/** The view `behaviour` with these features; what is given over the view or the source replaces it. */
export const shop = (features: Body, over: { readonly view?: Body; readonly source?: Body } = {}): Definitions => ({
  entities: { visitor: { keys: { device_id: 'string' } } },
  sources: {
    events: {
      type: 'parquet',
      path: 'data/events.parquet',
      timestamp: 'event_time',
      created: 'processed_time',
      columns: { gap: { since_previous: true }, shout: { sql: 'upper(text)' } },
      ...over.source,
    },
  },
  views: { behaviour: { entity: 'visitor', source: 'events', features, ...over.view } },
  services: {},
})
