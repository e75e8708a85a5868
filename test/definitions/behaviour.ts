// The same view of events in both forms: every function of events, and every way to say of what, of when, for whom.

export const behaviourScript = `import { count, countDistinct, entity, featureService, featureView, first, last, max, mean, median, min, oneHot, p1, p90, parquet, quantile, ratio, sequence, since, span, sql, stddev, sum, variance } from 'pintail'

const visitor = entity('visitor', { keys: { device_id: 'string' } })

const events = parquet('events', {
  path: 'data/events/*.parquet',
  timestamp: 'event_time',
  created: 'processed_time',
  id: 'event_id',
  columns: {
    page: { json: 'source_properties', path: '$.url.path' },
    gap: { since_previous: true },
  },
})

const behaviour = featureView('behaviour', {
  entity: visitor,
  source: events,
  ttl: '7d',
  features: {
    clicks: count({ where: "event_type = 'click'", windows: ['1h', '7d', 'all'], as: ['count', 'binary'] }),
    spend_7d: sum('revenue', { window: '7d', default: 0 }),
    mean_cls: mean('cls', { closed: 'left' }),
    least: min('cls'),
    most: max('cls'),
    spread: stddev('cls'),
    squared: variance('cls'),
    middle: median('cls'),
    low: p1('cls'),
    p90_dct: p90('dct', { window: '30d', by: 'page', values: { top: 20, min: 5 } }),
    most_cls: quantile('cls', { q: 0.999 }),
    pages: countDistinct('page', { window: '1h', type: 'float64', description: 'How many pages' }),
    landed: first('page'),
    left: last('page', { owner: 'me', tags: ['x'] }),
    session_length: span({ window: '1h' }),
    days_since_buy: since({ where: "event_type = 'purchase'", scale: 86400 }),
    bought: sequence(["page = '/pricing'", "text = 'Cart'"], { within: '1h', window: '7d' }),
    clicked_text: count({ of: 'text', by: 'text', values: ['Cart', 'Add to cart'], as: 'binary' }),
    prop_device: oneHot('device', { values: { top: 10 }, where: 'device IS NOT NULL', window: '30d' }),
    gap_p50: median('gap', { window: '7d' }),
    click_share: ratio('clicks_7d', 'clicks_all', { default: 0 }),
    twice: sql\`click_share * 2\`,
  },
})

featureService('scores', { features: [behaviour.pick('clicks_7d_binary', 'clicked_text:Cart', 'p90_dct'), behaviour.all()] })
`

export const behaviourYaml = `entities:
  visitor: { keys: { device_id: string } }
sources:
  events:
    type: parquet
    path: data/events/*.parquet
    timestamp: event_time
    created: processed_time
    id: event_id
    columns:
      page: { json: source_properties, path: $.url.path }
      gap: { since_previous: true }
views:
  behaviour:
    entity: visitor
    source: events
    ttl: 7d
    features:
      clicks: { aggregate: count, where: "event_type = 'click'", windows: [1h, 7d, all], as: [count, binary] }
      spend_7d: { aggregate: sum, of: revenue, window: 7d, default: 0 }
      mean_cls: { aggregate: mean, of: cls, closed: left }
      least: { aggregate: min, of: cls }
      most: { aggregate: max, of: cls }
      spread: { aggregate: stddev, of: cls }
      squared: { aggregate: variance, of: cls }
      middle: { aggregate: median, of: cls }
      low: { aggregate: p1, of: cls }
      p90_dct: { aggregate: p90, of: dct, window: 30d, by: page, values: { top: 20, min: 5 } }
      most_cls: { aggregate: quantile, of: cls, q: 0.999 }
      pages: { aggregate: countDistinct, of: page, window: 1h, type: float64, description: How many pages }
      landed: { aggregate: first, of: page }
      left: { aggregate: last, of: page, owner: me, tags: [x] }
      session_length: { aggregate: span, window: 1h }
      days_since_buy: { aggregate: since, where: "event_type = 'purchase'", scale: 86400 }
      bought: { aggregate: sequence, steps: ["page = '/pricing'", "text = 'Cart'"], within: 1h, window: 7d }
      clicked_text: { aggregate: count, of: text, by: text, values: [Cart, Add to cart], as: binary }
      prop_device: { oneHot: device, values: { top: 10 }, where: device IS NOT NULL, window: 30d }
      gap_p50: { aggregate: median, of: gap, window: 7d }
      click_share: { ratio: [clicks_7d, clicks_all], default: 0 }
      twice: click_share * 2
services:
  scores: { features: [behaviour:clicks_7d_binary, "behaviour:clicked_text:Cart", behaviour:p90_dct, behaviour:*] }
`
