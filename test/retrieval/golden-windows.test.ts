// The SQL of aggregations, as text: what `explain` prints and what runs.
import { test } from 'node:test'
import type { History } from '../../src/core/history.ts'
import { asOf } from '../../src/retrieval/as-of.ts'
import { asOfInstant } from '../../src/retrieval/as-of-instant.ts'
import type { Plan } from '../../src/retrieval/plan.ts'
import { makeBehaviour } from '../support/event-files.ts'
import { assertGolden } from '../support/golden.ts'

const hour = 3_600_000_000n
const march = BigInt(Date.UTC(2026, 2, 1)) * 1000n
const categories = { policy: { values: ['a'] }, vocabulary: ['a'], identity: '' }

const behaviour = makeBehaviour({
  keys: [{ name: 'visitor', type: 'string' }],
  inputs: [
    { name: '#spent', type: 'float64' },
    { name: '#page', type: 'string' },
  ],
  late: [{ name: '#pause', type: 'float64', expression: 'gap', uses: [] }],
  features: [
    { name: 'events', type: 'int64', aggregate: { function: 'count', length: hour } },
    { name: 'spent', type: 'float64', aggregate: { function: 'sum', of: '#spent', length: 24n * hour } },
    { name: 'page', type: 'string', aggregate: { function: 'last', of: '#page', closed: 'left' } },
    { name: 'pages', type: 'int64', aggregate: { function: 'count', by: '#page', categories, length: 24n * hour } },
    { name: 'pause', type: 'float64', aggregate: { function: 'quantile', of: '#pause', q: 0.5, length: hour } },
    { name: 'per_event', type: 'float64', expression: 'spent / nullif(events, 0)', uses: ['spent', 'events'] },
  ],
  ids: true,
})

const segment = { kind: 'events' as const, rows: 1000, earliest: march, latest: march + 240n * hour }
const all = behaviour.inputs.map((it) => it.id)
const history: History = {
  rowSet: behaviour.view.rowSet,
  segments: [
    {
      ...segment,
      id: 1,
      firstRun: 1,
      lastRun: 1,
      files: [{ path: 'events-1.parquet', identities: true, features: all }],
    },
    {
      ...segment,
      ...{ id: 2, firstRun: 2, lastRun: 2 },
      files: [
        { path: 'events-2.parquet', identities: true, features: all.slice(0, 1) },
        { path: 'events-2-later.parquet', identities: false, features: all.slice(1) },
      ],
    },
  ],
  hidden: ['hidden-2.parquet'],
  lastRun: 2,
}

const featuresNamed = (...names: string[]) => behaviour.view.features.filter((it) => names.includes(it.name))
const asked = { table: 'asked', keys: ['key0'], rows: 1_000_000, earliest: march, latest: march + 240n * hour }
const question = (...names: string[]) => ({
  ...{ name: 'v0', history, features: featuresNamed(...names), all: behaviour.all },
  ...{ ttl: null, knownAt: false, lastRun: null, rowsAtOnce: 1_000_000_000 },
})

const text = ({ steps, answer }: Plan): string =>
  [...steps.map((step) => `-- ${step.name}\n${step.sql}`), answer].join(';\n\n')

const golden = (name: string, plan: Plan) => test(name, () => assertGolden(`retrieval/windows-${name}.sql`, text(plan)))

golden('in-one-pass', asOf(question('events', 'spent', 'per_event'), asked))
golden('by-category', asOf(question('pages'), asked))
golden('late', asOf(question('pause'), asked))
golden('known-at', asOf({ ...question('events', 'pause'), knownAt: true }, asked))
golden('tiles', asOf({ ...question('events', 'page'), windowPlan: 'tiles' }, asked))
golden('one-segment', asOf({ ...question('page'), lastRun: 1 }, asked))
golden('one-instant', asOfInstant({ ...question('events', 'spent'), at: march + hour, keys: 'some_keys' }))
