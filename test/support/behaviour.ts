// One small project of behaviour, varied by tests: events of visitors, with every kind of feature over them.
import type { Columns, Definitions } from './workshop.ts'

export const behaviourColumns: Columns = {
  events: {
    event_id: 'string',
    visitor: 'string',
    at: 'timestamp',
    known: 'timestamp',
    type: 'string',
    text: 'string',
    page: 'string',
    revenue: 'float64',
    props: 'string',
  },
}

type Body = Record<string, unknown>

export interface Behaviour {
  readonly source: Body
  readonly view: Body
  readonly features: Record<string, unknown>
  readonly services: Record<string, Body>
}

export const behaviour = (): Behaviour => ({
  source: {
    type: 'json',
    path: 'data/events.ndjson',
    timestamp: 'at',
    created: 'known',
    columns: {
      device: { json: 'props', path: '$.device' },
      cls: { json: 'props', path: '$.cls', type: 'float64' },
    },
  },
  view: { entity: 'visitor', source: 'events' },
  features: {
    clicks: { aggregate: 'count', where: "type = 'click'", windows: ['1h', '7d'] },
    spend: { aggregate: 'sum', of: 'revenue', window: '7d', default: 0 },
    p90_cls: { aggregate: 'p90', of: 'cls', window: '30d' },
    clicked: { aggregate: 'count', of: 'text', by: 'text', values: { top: 3 }, as: ['count', 'binary'] },
    visited: { aggregate: 'count', by: 'page', values: ['/', '/blog', 'a:b'], window: '7d' },
    device: { oneHot: 'device', values: { top: 2, min: 2 } },
    rate: { ratio: ['clicks_1h', 'clicks_7d'] },
  },
  services: {
    buyers: { features: ['behaviour:rate', 'behaviour:clicked:Cart', 'behaviour:visited:a:b', 'behaviour:device'] },
  },
})

export const behaviourOf = ({ source, view, features, services }: Behaviour): Definitions => ({
  entities: { visitor: { keys: { visitor: 'string' } } },
  sources: { events: source },
  views: { behaviour: { ...view, features } },
  services,
})

/** The project after an edit. */
export const behaviourEdited = (edit: (it: Behaviour) => Behaviour): Definitions => behaviourOf(edit(behaviour()))

export const withBehaviour =
  (name: string, definition: unknown) =>
  (it: Behaviour): Behaviour => ({ ...it, features: { ...it.features, [name]: definition } })
