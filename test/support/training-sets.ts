// Training sets for tests: a view with a feature of every type, asked by a CSV text, written to `out.FORMAT`.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { History } from '../../src/core/history.ts'
import type { HistoricalReport, OutputFormat } from '../../src/core/verbs.ts'
import type { Selected, ViewVersion } from '../../src/core/versions.ts'
import type { EngineRow } from '../../src/offline/offline-store.ts'
import { type TrainingSet, writeTrainingSet } from '../../src/retrieval/training-set.ts'
import type { Engine } from './engine.ts'
import { makeView, writeHistory } from './history-files.ts'

const noon = BigInt(Date.UTC(2026, 2, 1, 12)) * 1000n

export const everything = makeView({
  view: 'everything',
  keys: [{ name: 'id', type: 'int64' }],
  features: [
    { name: 'text', type: 'string' },
    { name: 'small', type: 'int32' },
    { name: 'big', type: 'int64' },
    { name: 'single', type: 'float32' },
    { name: 'double', type: 'float64' },
    { name: 'truth', type: 'bool' },
    { name: 'moment', type: 'timestamp' },
    { name: 'blob', type: 'bytes' },
    { name: 'doc', type: 'json' },
    { name: 'list', type: 'float64[]' },
    { name: 'words', type: 'string[]' },
  ],
})
const rows = [
  [
    'say "hi",\n\u0001 é',
    -1,
    9007199254740993n,
    0.1,
    3,
    true,
    noon + 250_000n,
    new Uint8Array([0, 255]),
    '{"a": [1,\n 2]}',
    [1, 0.5],
    ['a"b'],
  ],
  [null, null, null, null, null, null, null, null, null, null, null],
  ['', 0, -1n, 3e38, Number.NaN, false, null, new Uint8Array(), 'null', [], []],
]

export const selectedOf = (view: ViewVersion, full = false): Selected[] =>
  view.features.map((feature) => ({
    view,
    feature,
    category: null,
    column: full ? `${view.view}__${feature.name}` : feature.name,
  }))

/** Rows with duplicates, nulls, offsets and texts that no number keeps. */
export const oddSpine = `id,event_timestamp,label,"odd, name"
1,2026-03-01 12:00,007, a
2,2026-03-01T13:00:00+01:00,1.50,"x ""y"""
3,2026-03-01 12:00:00.0,,
,2026-03-01 12:00,9,
1,,8,
1,2026-03-01 11:59:59.999999,7,
`

export interface TrainingSets {
  readonly history: History
  write(
    spine: string,
    format: OutputFormat,
    wanted?: Partial<TrainingSet>,
    signal?: AbortSignal,
  ): Promise<HistoricalReport>
  written(format: OutputFormat): string
  /** Rows of a query over FILE, the Parquet file written last. */
  read(sql: string): Promise<EngineRow[]>
}

export const trainingSetsIn = async ({ store, session, folder }: Engine): Promise<TrainingSets> => {
  const landed = rows.map((values, i) => ({ keys: [BigInt(i + 1)], eventTime: noon, created: null, values }))
  const history = await writeHistory(session, everything, [landed], folder)
  return {
    history,
    write: (spine, format, wanted = {}, signal) => {
      const path = join(folder, 'spine.csv')
      writeFileSync(path, spine)
      const usual = {
        spine: { path, format: null },
        timestamp: null,
        knownAt: false,
        output: join(folder, `out.${format}`),
        format,
        selected: selectedOf(everything),
        historyOf: () => history,
      }
      return writeTrainingSet(store, { ...usual, ...wanted }, signal === undefined ? {} : { signal })
    },
    written: (format) => readFileSync(join(folder, `out.${format}`), 'utf8'),
    read: (sql) => session.rows(sql.replace('FILE', `'${join(folder, 'out.parquet')}'`)),
  }
}
