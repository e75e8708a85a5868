// What does a dataset pin? Its spine, the exact versions with all their fitted numbers, the runs read, and the answer's hash.
import type { Json } from './json.ts'
import { listOf, mapOf, number, oneOf, orNull, type Shape, scalar, text, truth, whole } from './shape.ts'
import { featureTypes } from './values.ts'
import { outputFormats } from './verbs.ts'

type Read<S> = S extends Shape<infer T> ? T : never

const pinnedColumn = mapOf((part) => ({
  column: part('column', text),
  /** Ids of the view version and the feature version. */
  view: part('view', whole),
  feature: part('feature', whole),
  category: part('category', orNull(whole)),
}))

const pinnedView = mapOf((part) => ({
  id: part('id', whole),
  view: part('view', text),
  version: part('version', whole),
  fingerprint: part('fingerprint', text),
  ttl: part('ttl', orNull(text)),
  source: part('source', text),
  rowSet: part('rowSet', whole),
  /** The newest run that was read. */
  lastRun: part('lastRun', whole),
}))

const pinnedFeature = mapOf((part) => ({
  id: part('id', whole),
  feature: part('feature', text),
  version: part('version', whole),
  fingerprint: part('fingerprint', text),
  type: part('type', oneOf(featureTypes)),
  expression: part('expression', text),
  default: part('default', orNull(scalar)),
  fitted: part('fitted', listOf(mapOf((of) => ({ call: of('call', text), value: of('value', orNull(number)) })))),
  vocabulary: part('vocabulary', orNull(listOf(text))),
}))

const pinnedSource = mapOf((part) => ({
  source: part('source', text),
  /** Every content landed from it, by its SHA-256. */
  contents: part('contents', listOf(text)),
}))

const split = mapOf((part) => ({
  share: part('share', number),
  /** The first instant that tests. */
  cut: part('cut', text),
  train: part('train', whole),
  test: part('test', whole),
  /** Rows without an instant are in neither. */
  neither: part('neither', whole),
}))

export const storedManifest = mapOf((part) => ({
  name: part('name', text),
  created: part('created', text),
  pintail: part('pintail', text),
  engine: part('engine', text),
  spine: part(
    'spine',
    mapOf((of) => ({
      /** As it was given, and the copy in the dataset's folder. */
      path: of('path', text),
      copy: of('copy', text),
      format: of('format', orNull(oneOf(outputFormats))),
      hash: of('hash', text),
    })),
  ),
  timestamp: part('timestamp', text),
  knownAt: part('knownAt', truth),
  target: part('target', orNull(text)),
  split: part('split', orNull(split)),
  service: part('service', orNull(text)),
  columns: part('columns', listOf(pinnedColumn)),
  views: part('views', listOf(pinnedView)),
  features: part('features', listOf(pinnedFeature)),
  sources: part('sources', listOf(pinnedSource)),
  rows: part('rows', whole),
  /** SHA-256 of the Parquet file, and of its values whatever wrote them. */
  bytes: part('bytes', text),
  content: part('content', text),
  sql: part('sql', text),
}))

export type Manifest = Readonly<Read<typeof storedManifest>>

/** The file that holds the rows, within the folder of a dataset. */
export const rowsFile = 'rows.parquet'
export const manifestFile = 'manifest.json'

/** The column that says which rows train and which test. */
export const splitColumn = 'split'

/** As a file for people: indented, and integers beyond a double as texts. */
export const manifestText = (manifest: Json): string => {
  const plain = (_key: string, value: unknown): unknown =>
    typeof value === 'bigint' ? (Number.isSafeInteger(Number(value)) ? Number(value) : String(value)) : value
  return `${JSON.stringify(manifest, plain, 2)}\n`
}
