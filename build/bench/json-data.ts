// What do events look like whose details are JSON? Web analytics: about 400 bytes a text, no two texts equal.
import { madeOnce } from './cache.ts'
import { run, text } from './duckdb.ts'

const draw = (salt: number, of: number): string => `(hash(i * 64 + ${salt}) % ${of})`
const one = (salt: number, ...values: readonly string[]): string =>
  `list_extract([${values.map(text).join(', ')}], 1 + ${draw(salt, values.length)}::BIGINT)`

/** JSON from pieces: texts as they stand between the SQL of what is drawn. */
const joined = (pieces: readonly string[], ...drawn: readonly string[]): string =>
  pieces.map((piece, i) => `${text(piece)}${drawn[i] === undefined ? '' : ` || ${drawn[i]} || `}`).join('')

const eventProperties = joined(
  [
    '{"url":{"scheme":"https","host":"shop.example","path":"/p/',
    '","query":"utm_source=newsletter&utm_campaign=',
    '","referrer":"https://www.search.example/?q=',
    '"},"page":{"title":"A product - the shop","language":"en-US","width":1440,"height":',
    '},"target":{"tag":"button","id":"btn-',
    '","text":"Add to cart ',
    '","classes":["btn","btn-primary"]},"load":{"dom_content_time_millis":',
    ',"first_paint_millis":',
    '},"cumulative_layout_shift":0.',
    '}',
  ],
  draw(0, 500),
  draw(1, 100_000),
  'i',
  draw(2, 1200),
  draw(3, 1000),
  draw(4, 50),
  draw(5, 3000),
  draw(6, 2000),
  `(1 + ${draw(7, 9)})`,
)

const sourceProperties = joined(
  [
    '{"user_agent":{"raw":"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/',
    '.0.',
    '.0 Safari/537.36","device":"',
    '","browser":"',
    '","os":"Linux"},"location":{"country":"',
    '","region":"r',
    '","city":"c',
    '","timezone":"Europe/Berlin"},"network":{"ip":"10.0.0.',
    '","type":"wifi"},"screen":{"width":1920,"height":1080,"density":2},"session":"',
    '"}',
  ],
  draw(10, 120),
  draw(11, 9000),
  one(12, 'mobile', 'desktop', 'tablet'),
  one(13, 'Chrome', 'Firefox', 'Safari'),
  one(14, 'US', 'DE', 'FR', 'BR'),
  draw(15, 80),
  draw(16, 5000),
  draw(17, 256),
  'md5(i::VARCHAR)',
)

export const jsonEventsFile = (rows: number): Promise<string> =>
  madeOnce(`json-events-${rows}.parquet`, (path) =>
    run(`COPY (SELECT ${eventProperties} AS event_properties, ${sourceProperties} AS source_properties
      FROM range(${rows}) t(i)) TO ${text(path)} (FORMAT parquet, COMPRESSION zstd)`),
  )
