// Who will buy within a week? What a visitor of a synthetic shop did, as of any instant, from raw events.
import {
  count,
  countDistinct,
  entity,
  featureService,
  featureView,
  last,
  mean,
  median,
  oneHot,
  p90,
  parquet,
  ratio,
  sequence,
  since,
  span,
  sum,
} from 'pintail'

export const visitor = entity('visitor', {
  keys: { device_id: 'string' },
  description: 'A device that visits the sample shop; nobody holds it',
})

export const events = parquet('events', {
  path: 'data/events/*/*.parquet',
  id: 'event_id',
  timestamp: 'event_time',
  created: 'greatest(processed_time, updated_time)',
  description: 'What happened on the pages of the shop; an event may be late, or sent again with other properties',
  columns: {
    device: { json: 'source_properties', path: '$.user_agent.device' },
    country: { json: 'source_properties', path: '$.location.country' },
    state: { json: 'source_properties', path: '$.location.region' },
    page: { json: 'source_properties', path: '$.url.path' },
    text: { json: 'event_properties', path: '$.target.text' },
    name: { json: 'event_properties', path: '$.name' },
    dct: { json: 'event_properties', path: '$.load.dom_content_time_millis', type: 'float64' },
    cls: { json: 'event_properties', path: '$.cumulative_layout_shift', type: 'float64' },
    total: { json: 'event_properties', path: '$.order.total', type: 'float64' },
    region: {
      sql: "CASE WHEN state IN ('New York', 'Massachusetts', 'Vermont') THEN 'Northeast' WHEN state IN ('California', 'Washington') THEN 'West' WHEN state IN ('Texas', 'Florida') THEN 'South' WHEN state = 'Illinois' THEN 'Midwest' END",
    },
    gap: { since_previous: true },
  },
})

export const behaviour = featureView('behaviour', {
  entity: visitor,
  source: events,
  owner: 'growth-team',
  tags: ['shop'],
  description: 'What a visitor did in the windows that end at the instant asked about',
  features: {
    clicks: count({ where: "event_type = 'click'", windows: ['1d', '7d', 'all'] }),
    views: count({ where: "event_type = 'navigate'", window: '7d' }),
    errors: count({ where: "event_type = 'custom' AND name = 'error'", window: '7d' }),
    error_ratio: ratio('errors', 'views', { description: 'Errors a page view, of the last seven days' }),
    pages: countDistinct('page', { window: '7d' }),
    p90_cls: p90('cls', { window: '30d', description: 'Nine of ten layout shifts are at or below it' }),
    p90_dct: p90('dct', { window: '30d', description: 'Milliseconds until the document of a page is there' }),
    mean_dct: mean('dct', { window: '30d', by: 'page', values: ['/', '/pricing', '/cart'] }),
    clicked_text: count({ of: 'text', by: 'text', values: { top: 16 }, window: '14d', as: ['count', 'binary'] }),
    visited_page: count({ where: "event_type = 'navigate'", by: 'page', values: { top: 7 }, window: '14d' }),
    prop_device: oneHot('device', { values: { top: 5 } }),
    prop_country: oneHot('country', { values: { top: 8, min: 1000 } }),
    prop_region: oneHot('region', { values: ['Northeast', 'South', 'Midwest', 'West'] }),
    session_duration: span({
      window: '1d',
      default: 0,
      description: 'Seconds from the first event of a day to the last',
    }),
    gap_p50: median('gap', { window: '14d', description: 'Seconds to the event before' }),
    price_then_cart: sequence(["page = '/pricing'", "text = 'Cart'"], { within: '1h', window: '14d' }),
    spent: sum('total', { default: 0 }),
    days_since_purchase: since({ where: "event_type = 'purchase'", scale: 86400 }),
    last_page: last('page', { closed: 'left', description: 'Where the visitor was before the instant' }),
  },
})

export const purchaseModel = featureService('purchase_model', {
  features: [
    behaviour.pick('clicks_1d', 'clicks_7d', 'clicks_all', 'error_ratio', 'pages', 'p90_cls', 'p90_dct'),
    behaviour.pick('clicked_text', 'visited_page', 'prop_device', 'prop_country', 'prop_region'),
    behaviour.pick('session_duration', 'gap_p50', 'price_then_cart', 'spent', 'days_since_purchase'),
  ],
  description: 'What the model of purchases within a week reads',
})
