// What would an expert write by hand for windows? One range join of spine and events, plain or by buckets of time.
import { text } from './duckdb.ts'

/** The columns of an answer, and how two answers are held against each other. */
export interface WindowColumns {
  readonly view: string
  /** SQL over events `e` of the last 30 days before a spine row `s`. */
  readonly aggregates: readonly string[]
  readonly exact: readonly { readonly name: string; readonly type: string }[]
  /** Sums of floats and what is made of them. */
  readonly rounded: readonly string[]
}

const within = (window: string): string => `e.event_time > s.event_timestamp - INTERVAL '${window}'`
const last = (aggregate: string, window: string): string => `${aggregate} FILTER (${within(window)})`

export const twelveColumns: WindowColumns = {
  view: 'twelve',
  aggregates: [
    `count(*) FILTER (click AND ${within('1 hour')}) AS clicks_1h`,
    `count(*) FILTER (click AND ${within('7 days')}) AS clicks_7d`,
    'count(*) FILTER (click) AS clicks_30d',
    `${last('sum(revenue)', '7 days')} AS revenue_7d`,
    'sum(revenue) AS revenue_30d',
    `${last('avg(loading)', '1 day')} AS loading_1d`,
    'min(revenue) AS least_30d',
    `${last('max(revenue)', '7 days')} AS most_7d`,
    'arg_max(page, e.event_time) AS page_30d',
    'stddev_samp(loading) AS spread_30d',
    '(epoch_us(any_value(s.event_timestamp)) - max(epoch_us(e.event_time)) FILTER (click)) / 1e6 AS since_30d',
    `${last('count(DISTINCT item)', '7 days')} AS items_7d`,
  ],
  exact: [
    ...['clicks_1h', 'clicks_7d', 'clicks_30d', 'items_7d'].map((name) => ({ name, type: 'BIGINT' })),
    ...['least_30d', 'most_7d'].map((name) => ({ name, type: 'DOUBLE' })),
    // One divides microseconds, another multiplies them.
    { name: '(since_30d * 1e6)', type: 'BIGINT' },
    { name: 'page_30d', type: 'VARCHAR' },
  ],
  rounded: ['revenue_7d', 'revenue_30d', 'loading_1d', 'spread_30d'],
}

export const quantileColumns: WindowColumns = {
  view: 'quantiles',
  aggregates: [
    'quantile_cont(loading, 0.5) AS median_30d',
    `${last('quantile_cont(revenue, 0.9)', '7 days')} AS p90_7d`,
    'quantile_cont(loading, 0.99) AS p99_30d',
  ],
  exact: [],
  rounded: ['median_30d', 'p90_7d', 'p99_30d'],
}

type Plan = (columns: WindowColumns, events: string, spine: string) => (output: string) => string

const counts = ['clicks_1h', 'clicks_7d', 'clicks_30d', 'items_7d']

/** No event is no row of a join: counts are 0 there. */
const besideSpine = ({ aggregates }: WindowColumns, spine: string, joined: string, output: string): string => {
  const names = aggregates.map((it) => it.slice(it.lastIndexOf(' ') + 1))
  const columns = names.map((name) => (counts.includes(name) ? `coalesce(a.${name}, 0) AS ${name}` : `a.${name}`))
  return `COPY (
    WITH answer AS (SELECT s.row_id, ${aggregates.join(', ')} FROM ${joined} GROUP BY s.row_id)
    SELECT s.*, ${columns.join(', ')} FROM read_parquet(${text(spine)}) s LEFT JOIN answer a ON a.row_id = s.row_id
  ) TO ${text(output)} (FORMAT parquet)`
}

const inReach = `s.id = e.id AND e.event_time <= s.event_timestamp AND ${within('30 days')}`

export const plainWindows: Plan = (columns, events, spine) => (output) =>
  besideSpine(
    columns,
    spine,
    `read_parquet(${text(spine)}) s JOIN read_parquet(${text(events)}) e ON ${inReach}`,
    output,
  )

const bucket = (time: string): string => `floor(epoch_us(${time}) / 2592000000000)::BIGINT`

/** Buckets as wide as the longest window: its events lie in the one of the instant, or the one before. */
export const bucketedWindows: Plan = (columns, events, spine) => (output) =>
  besideSpine(
    columns,
    spine,
    `(SELECT *, unnest([${bucket('event_timestamp')}, ${bucket('event_timestamp')} - 1]) AS b FROM read_parquet(${text(spine)})) s
     JOIN (SELECT *, ${bucket('event_time')} AS b FROM read_parquet(${text(events)})) e ON s.b = e.b AND ${inReach}`,
    output,
  )
