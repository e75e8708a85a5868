// The SQL of each kind of question, as text: what `explain` prints and what runs.
import { test } from 'node:test'
import type { History, Segment } from '../../src/core/history.ts'
import type { ViewVersion } from '../../src/core/versions.ts'
import { asOf } from '../../src/retrieval/as-of.ts'
import { asOfInstant } from '../../src/retrieval/as-of-instant.ts'
import { explainView } from '../../src/retrieval/explain.ts'
import type { Plan } from '../../src/retrieval/plan.ts'
import { assertGolden } from '../support/golden.ts'
import { makeView } from '../support/history-files.ts'

const hour = 3_600_000_000n
const march = BigInt(Date.UTC(2026, 2, 1)) * 1000n

const view = makeView({
  view: 'scores',
  keys: [
    { name: 'patient', type: 'int64' },
    { name: 'clinic', type: 'string' },
  ],
  features: [
    { name: 'score', type: 'float64' },
    { name: 'note', type: 'string' },
  ],
  ttl: hour,
})
const [score = 0, note = 0] = view.features.map((it) => it.id)

const segment = (id: number, kind: Segment['kind'], begins: bigint, ownFile = false): Segment => ({
  id,
  kind,
  firstRun: id,
  lastRun: id,
  rows: 1000,
  earliest: begins,
  latest: begins + 24n * hour,
  files: ownFile
    ? [
        { path: `segment-${id}.parquet`, identities: true, features: [score] },
        { path: `segment-${id}-later.parquet`, identities: false, features: [note] },
      ]
    : [{ path: `segment-${id}.parquet`, identities: true, features: [score, note] }],
})

const oneSegment: History = { rowSet: view.rowSet, segments: [segment(1, 'newest', march)], hidden: [], lastRun: 1 }
const grown: History = {
  rowSet: view.rowSet,
  segments: [
    segment(1, 'newest', march, true),
    segment(2, 'newest', march + 24n * hour),
    segment(3, 'superseded', march + 24n * hour),
    segment(4, 'newest', march + 240n * hour),
  ],
  hidden: ['hidden-2.parquet'],
  lastRun: 4,
}

const asked = { table: 'asked', keys: ['key0', 'key1'], rows: 1_000_000, earliest: march, latest: march + 48n * hour }

const question = (history: History, of: ViewVersion = view) => ({
  name: 'v0',
  history,
  features: of.features,
  ttl: of.ttl,
  knownAt: false,
  lastRun: null,
  rowsAtOnce: 1_000_000_000,
})

const text = ({ steps, answer }: Plan): string =>
  [...steps.map((step) => `-- ${step.name}\n${step.sql}`), answer].join(';\n\n')

const golden = (name: string, sql: string) => test(name, () => assertGolden(`retrieval/${name}.sql`, sql))

golden('one-segment', text(asOf(question(oneSegment), asked)))
golden('grown-history', text(asOf(question(grown), asked)))
golden(
  'narrow-times',
  text(asOf(question(oneSegment), { ...asked, earliest: march + 6n * hour, latest: march + 8n * hour })),
)
golden('small-spine', text(asOf(question(oneSegment), { ...asked, rows: 10 })))
golden('known-at', text(asOf({ ...question(grown), knownAt: true }, asked)))
golden('as-of-run', text(asOf({ ...question(grown), lastRun: 2 }, asked)))
golden('in-parts', text(asOf({ ...question(oneSegment), rowsAtOnce: 500 }, asked)))
golden('no-history', text(asOf(question({ ...oneSegment, segments: [] }), asked)))
golden('one-instant', text(asOfInstant({ ...question(oneSegment), at: march + hour, keys: null })))
golden('one-instant-some-keys', text(asOfInstant({ ...question(oneSegment), at: march + hour, keys: 'some_keys' })))
golden(
  'explain',
  explainView({
    view,
    history: oneSegment,
    selected: view.features.map((feature) => ({ view, feature, category: null, column: feature.name })),
  }).sql,
)
