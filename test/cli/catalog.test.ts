// Do diff, lineage and search say what they found, to a person and to a program?
import { deepEqual, equal, match, ok } from 'node:assert/strict'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { diffLines } from '../../src/cli/present/diff.ts'
import { lineageLines, mermaidText } from '../../src/cli/present/lineage.ts'
import { plain } from '../../src/cli/style.ts'
import type { Comparison, DiffReport, Figures } from '../../src/core/diffs.ts'
import type { Lineage } from '../../src/core/lineage.ts'
import { makeClinic, removeClinic } from './clinic.ts'
import { type Outcome, runInside } from './run-inside.ts'

const figures: Figures = {
  ...{ rows: 303, nulls: 4, null_share: 4 / 303, non_finite: 0, distinct: 275 },
  ...{ mean: 0.402, stddev: 0.175, min: 0.026, p5: 0.128, p50: 0.382, p95: 0.702, max: 0.8 },
}

const report: DiffReport = {
  kind: 'feature',
  a: { name: 'v:f', version: 1, status: 'pinned', fingerprint: '0123456789abcdef', applied: '2026-01-01T00:00:00Z' },
  b: { name: 'v:f', version: 2, status: 'current', fingerprint: 'fedcba9876543210', applied: '2026-01-02T00:00:00Z' },
  changed: ['expression'],
  definition: [
    { part: 'expression', a: '0.25 * "a\n"', b: '0.3 * "a\n"', changed: true, marks: { a: [[0, 4]], b: [[0, 3]] } },
    { part: 'default', a: null, b: '3', changed: true, marks: { a: [], b: [] } },
    { part: 'type', a: 'float64', b: 'float64', changed: false, marks: { a: [], b: [] } },
  ],
  statistics: [
    {
      ...{ feature: 'v:f', status: 'compared', note: null, of: 'rows', differing: 298, psi: 0.0624 },
      a: figures,
      b: { ...figures, p50: 0.411 },
      delta: { rows: 0, p50: 0.029 },
    },
  ],
  affected: {
    features: [{ name: 'v:g@1', of: ['a'], through: [] }],
    services: [{ name: 's@1', of: ['a'], through: ['v:g@1'] }],
    datasets: [{ name: 'train', of: ['a', 'b'], through: [] }],
  },
}

describe('a diff', () => {
  const lines = diffLines(report, plain)

  it('marks what changed by signs below it, and writes control characters out', () =>
    deepEqual(lines.slice(8, 16), [
      '~ expression',
      '    1  0.25 * "a\\n"',
      '       ^^^^',
      '    2  0.3 * "a\\n"',
      '       ^^^',
      '~ default',
      '    1  none',
      '    2  3',
    ]))
  it('says once that something changed', () => {
    const changed = ['changed cardiac:score', 'new cardiac:age']
    deepEqual(diffLines({ ...report, changed }, plain)[1], 'changed: cardiac:score, new cardiac:age')
  })
  it('has a table of figures', () => {
    const text = lines.join('\n')
    match(text, /\n {2}p50 +0\.382 +0\.411 +\+0\.029\n/)
    match(text, /\n {2}null share +1\.3 % +1\.3 %/)
    match(text, /298 rows of 303 differ\n {2}psi 0\.062/)
    match(text, / {2}feature {2}v:g@1 {2}1\n {2}service {2}s@1 {4}1 {5}through v:g@1\n {2}dataset {2}train {2}1, 2$/)
  })
  it('says why there are no figures', () => {
    const missing: Comparison = {
      ...{ feature: 'v:f', status: 'not_computed', note: 'pintail ingest v', of: 'rows' },
      ...{ a: null, b: null, delta: null, differing: null, psi: null },
    }
    const told = diffLines({ ...report, statistics: [missing] }, plain)
    ok(told.includes('  not computed: pintail ingest v'))
  })
})

describe('a lineage', () => {
  const node = (kind: 'file' | 'source' | 'column' | 'feature', name: string) => ({
    ...{ id: `${kind}:${name}`, kind, name, note: null },
  })
  const lineage: Lineage = {
    of: 'feature:v:"f"@1',
    direction: 'up',
    nodes: [node('source', 's'), node('column', 's.a'), node('column', 's.b#'), node('feature', 'v:"f"@1')],
    edges: [
      { from: 'source:s', to: 'column:s.a' },
      { from: 'source:s', to: 'column:s.b#' },
      { from: 'column:s.a', to: 'feature:v:"f"@1' },
      { from: 'column:s.b#', to: 'feature:v:"f"@1' },
    ],
  }
  it('is a tree', () =>
    deepEqual(lineageLines(lineage, plain), [
      'feature v:"f"@1',
      '',
      'made of',
      '├── column s.a',
      '│   └── source s',
      '└── column s.b#',
      '    └── source s',
    ]))
  it('is a Mermaid flowchart, whatever the names', () =>
    equal(
      mermaidText(lineage),
      [
        'flowchart LR',
        '  n0["source s"]',
        '  n1["column s.a"]',
        '  n2["column s.b#35;"]',
        '  n3["feature v:#34;f#34;@1"]',
        ...['  n0 --> n1', '  n0 --> n2', '  n1 --> n3', '  n2 --> n3'],
        '  style n3 stroke-width:3px',
        '',
      ].join('\n'),
    ))
})

describe('on the command line', () => {
  let folder = ''
  const run = (...words: readonly string[]): Promise<Outcome> => runInside(words, folder)
  before(async () => {
    folder = await makeClinic()
    const features = join(folder, 'features')
    const [file = ''] = readdirSync(features).filter((name) => /\.(ts|yaml)$/.test(name))
    const path = join(features, file)
    const text = readFileSync(path, 'utf8')
    ok(text.includes('240'), 'the sample has the threshold that is changed')
    writeFileSync(path, text.replace('240', '250'))
    for (const verb of [['apply'], ['ingest']]) equal((await run(...verb)).status, 0)
  })
  after(() => removeClinic(folder))

  it('diffs the last two versions of a view', async () => {
    const { status, stdout } = await run('diff', 'cardiac')
    equal(status, 0)
    const told: DiffReport = JSON.parse(stdout)
    deepEqual([told.a.version, told.b.version], [1, 2])
    ok(told.statistics.length > 0 && told.statistics.every((it) => it.status === 'compared'))
    const { statistics } = JSON.parse((await run('diff', 'cardiac', '1', '2', '--definitions-only')).stdout)
    deepEqual(statistics, [])
  })
  it('names the versions there are', async () => {
    const { status, stderr } = await run('diff', 'cardiac', '1', '7')
    equal(status, 2)
    match(stderr, /no version 7; it has 1, 2/)
  })
  it('draws where a feature comes from', async () => {
    const { stdout } = await run('lineage', 'cardiac', '--up', '--format', 'table')
    match(stdout, /└── file data\/visits\.csv/)
    const { nodes, direction } = JSON.parse((await run('lineage', 'visits.chol', '--down')).stdout)
    equal(direction, 'down')
    ok(nodes.some((node: { kind: string }) => node.kind === 'service'))
    match((await run('lineage', 'cardiac', '--mermaid')).stdout, /^flowchart LR\n/)
  })
  it('finds what was typed with an error, and says where nothing is', async () => {
    const [first] = (await run('search', 'cholestrol')).stdout.split('\n')
    match(String(JSON.parse(first ?? '').name), /cholesterol/)
    const none = await run('search', 'xyzzy')
    deepEqual([none.status, none.stdout, none.stderr], [0, '', 'nothing has xyzzy\n'])
    const limited = await run('search', 'cardiac', '--limit', '1')
    match(limited.stderr, /^… and \d+ more; --limit \d+ shows all\n$/)
  })
})
