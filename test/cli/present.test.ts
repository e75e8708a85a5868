// How reports look to a person.
import { deepEqual, equal } from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sheetText } from '../../src/cli/output.ts'
import { explanationSheet } from '../../src/cli/present/explain.ts'
import { ingestLines } from '../../src/cli/present/ingest.ts'
import { materializeLines } from '../../src/cli/present/materialize.ts'
import { longSheet, wideSheet } from '../../src/cli/present/online.ts'
import { appliedLines, planLines, retirementQuestion } from '../../src/cli/present/plan.ts'
import { detailLines } from '../../src/cli/present/show.ts'
import { treeLines } from '../../src/cli/present/tree.ts'
import { counted, lasting, rounded, several } from '../../src/cli/quantities.ts'
import { plain } from '../../src/cli/style.ts'
import type { IngestReport, OnlineAnswer, Plan } from '../../src/core/verbs.ts'

const plan: Plan = {
  changes: [
    { kind: 'view', name: 'cardiac', action: 'changed', from: 1, to: 2, why: ['ttl 7d → 14d'] },
    { kind: 'feature', name: 'cardiac:age', action: 'new', from: null, to: 1, why: [] },
    { kind: 'feature', name: 'cardiac:chol', action: 'restored', from: 3, to: 1, why: [] },
    { kind: 'feature', name: 'cardiac:old', action: 'retired', from: 3, to: null, why: [] },
    { kind: 'entity', name: 'patient', action: 'described', from: null, to: null, why: ['owner'] },
  ],
  affected: ['heart_risk'],
}

describe('a plan', () => {
  it('has a line a change', () =>
    deepEqual(planLines(plan, plain), [
      '~  view     cardiac       v1 → v2  ttl 7d → 14d',
      '+  feature  cardiac:age   v1',
      '+  feature  cardiac:chol  v3 → v1  as it was before',
      '-  feature  cardiac:old   v3       no longer declared',
      '~  entity   patient                owner',
      '',
      '1 new, 1 restored, 1 changed, 1 described, 1 retired; answers change for heart_risk',
    ]))
  it('that was applied says so', () => equal(appliedLines(plan, plain).at(-1)?.startsWith('applied: 1 new'), true))
  it('of nothing says so', () =>
    deepEqual(planLines({ changes: [], affected: [] }, plain), ['nothing to apply: the definitions are as recorded']))
  it('that retires is asked about', () =>
    equal(retirementQuestion(plan), 'Apply retires 1 definition: feature cardiac:old.'))
})

const report: IngestReport = {
  source: 'visits',
  views: ['cardiac', 'lab'],
  run: 3,
  files: { read: 2, known: 1 },
  rows: { read: 1808, landed: 1800, rejected: 2, skipped: 6, late: 0 },
  rejected: [
    { file: 'data/visits.csv', line: 17, column: 'chol', reason: '"abc" is no number' },
    { file: 'data/v.parquet', line: null, column: null, reason: 'null event time' },
  ],
  quarantine: '/project/.pintail/quarantine/run-3.ndjson',
  notes: ['new column "weight"'],
  checks: [],
  phases: { read: 100, write: 320 },
}

describe('reports', () => {
  it('of an ingest', () =>
    deepEqual(
      ingestLines(
        [
          report,
          {
            ...report,
            source: 'labs',
            run: null,
            notes: [],
            rows: { read: 0, landed: 0, rejected: 0, skipped: 0, late: 0 },
            files: { read: 0, known: 4 },
          },
        ],
        plain,
        '/project',
      ),
      [
        'visits  1,800 landed  of 1,808 rows in 2 files  → cardiac, lab  420 ms  run 3',
        '  note  new column "weight"',
        '  note  6 rows skipped: no key',
        '  2 rows rejected, kept in .pintail/quarantine/run-3.ndjson',
        '    data/visits.csv:17, chol: "abc" is no number',
        '    data/v.parquet: null event time',
        'labs    nothing new   4 files known                             420 ms',
      ],
    ))
  it('of a materialization', () =>
    deepEqual(
      materializeLines(
        [
          {
            view: 'cardiac',
            run: 4,
            until: 0n,
            mode: 'full',
            keys: 303,
            notes: ['clamped to now'],
            phases: { all: 12 },
          },
        ],
        plain,
      ),
      ['cardiac  303 keys  until 1970-01-01T00:00:00Z  full  12 ms  run 4', '  note  clamped to now'],
    ))
  it('of one thing', () =>
    deepEqual(
      detailLines({ view: 'cardiac', tags: ['a', 'b'], owner: '', fits: [{ call: 'fit_min(age)', value: 29 }] }, plain),
      ['view  cardiac', 'tags  a, b', '', 'fits', '  call          value', '  fit_min(age)  29'],
    ))
  it('of texts that would move the cursor', () =>
    deepEqual(
      detailLines({ where: 'a\n\u001b[2J', categories: [{ category: '\u001b[31mCart\n' }, { category: '🛒' }] }, plain),
      ['where  a\n\\u001b[2J', '', 'categories', '  category', '  \\u001b[31mCart\\n', '  🛒'],
    ))
  it('of a new project', () =>
    deepEqual(
      treeLines(
        'heart',
        [
          { path: 'a.yaml', about: 'x', kept: false },
          { path: 'data/b.csv', about: 'y', kept: true },
        ],
        plain,
      ),
      ['heart', '├── a.yaml     x', '└── data/', '    └── b.csv  y (kept as it was)'],
    ))
  it('counts and durations', () => {
    deepEqual(
      [counted(1234567), counted(12n), several(1, 'row'), several(0, 'row')],
      ['1,234,567', '12', '1 row', '0 rows'],
    )
    deepEqual([0.1, 12, 1234, 12_345, 200_000, 7_300_000].map(lasting), [
      '0.10 ms',
      '12 ms',
      '1.23 s',
      '12.3 s',
      '3m 20s',
      '2h 1m',
    ])
    deepEqual([999, 12_345, 1_250_000, 2e9].map(rounded), ['999', '12.3k', '1.25M', '2.00G'])
  })
})

const answer: OnlineAnswer = {
  keys: [{ name: 'patient_id', type: 'string', values: ['p1', 'p2'] }],
  features: [
    {
      name: 'age',
      view: 'cardiac',
      type: 'float64',
      values: [63, null],
      statuses: ['PRESENT', 'NOT_FOUND'],
      timestamps: [0n, null],
    },
    {
      name: 'id',
      view: 'cardiac',
      type: 'int64',
      values: [9007199254740993n, 1n],
      statuses: ['PRESENT', 'PRESENT'],
      timestamps: [0n, 0n],
    },
  ],
}

describe('an online answer', () => {
  it('is a row a feature for a person', async () =>
    equal(
      await sheetText(longSheet(answer), 'csv'),
      [
        'patient_id,feature,value,status,event_time',
        'p1,age,63.0,PRESENT,1970-01-01T00:00:00Z',
        'p1,id,9007199254740993,PRESENT,1970-01-01T00:00:00Z',
        'p2,age,,NOT_FOUND,',
        'p2,id,1,PRESENT,1970-01-01T00:00:00Z',
        '',
      ].join('\n'),
    ))
  it('is an object a key for a program', async () =>
    equal(
      await sheetText(wideSheet(answer), 'ndjson'),
      '{"patient_id":"p1","age":63.0,"id":9007199254740993}\n{"patient_id":"p2","age":null,"id":1}\n',
    ))
})

it('an explanation has a row for every row weighed', async () =>
  equal(
    await sheetText(
      explanationSheet({
        view: 'cardiac',
        sql: '',
        columns: [{ name: 'age', type: 'float64' }],
        rows: [{ chosen: true, why: 'chosen', eventTime: 0n, created: null, run: 1, values: { age: 3 } }],
        notes: [],
      }),
      'ndjson',
    ),
    '{"chosen":true,"why":"chosen","event_time":"1970-01-01T00:00:00Z","created":null,"run":1,"age":3.0}\n',
  ))
