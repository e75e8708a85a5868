// What does a run tell? Its parts as text, from plain data.
import { deepEqual, equal, match } from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { CheckResult } from '../../src/core/checks.ts'
import type { RunShown } from '../../src/core/watching.ts'
import type { RunRead } from '../../src/tui/data/run.ts'
import type { Line } from '../../src/tui/present/lines.ts'
import { painted } from '../../src/tui/present/lines.ts'
import { themes } from '../../src/tui/present/theme.ts'
import { runLines } from '../../src/tui/screens/run.ts'
import { checksLines, filesLines, phaseLines, rejectedLines } from '../../src/tui/screens/run-parts.ts'
import { type Came, checksText, filesText, outcomeOf, rejectedText, resultOf } from '../../src/tui/screens/run-words.ts'

const textOf = (lines: readonly Line[]): string => lines.map((it) => painted(it, themes.ascii)).join('\n')

const done: RunShown = {
  run: 7,
  kind: 'ingest',
  subject: 'visits',
  status: 'done',
  started: '2026-11-21T09:00:00Z',
  finished: '2026-11-21T09:00:01Z',
  seconds: 1,
  read: 3000,
  written: 2990,
  late: 0,
  rejected: 10,
  skipped: 0,
  failed_checks: 0,
  drift: 'ok',
  error: null,
  inputs: ['data/a.csv'],
  files_read: 3,
  reasons: [{ column: 'at', reason: 'at: "x" is no timestamp', rows: 10 }],
  checks: [],
  rejected_before: 0,
  notes: [],
  problem: null,
  verdicts: [{ view: 'v', verdict: 'warn', features: [] }],
  phases: {},
  detail: {},
}
const noon = 1_795_262_400_000_000n

const whole = (run: Partial<RunShown>, more: Partial<RunRead> = {}): string =>
  textOf(
    runLines(
      { run: { ...done, ...run }, error: '', quarantine: null, ...more },
      { now: noon },
      { width: 60, theme: themes.ascii },
    ),
  )

describe('a run', () => {
  const results: readonly (readonly [string, string])[] = [
    ['done', 'ok'],
    ['running', 'running'],
    ['interrupted', 'stopped'],
    ['failed', 'FAIL'],
  ]
  for (const [status, word] of results) it(`${status} is ${word}`, () => equal(resultOf(status).word, word))

  it('that went well', () =>
    equal(
      whole({
        rejected: 0,
        reasons: [],
        notes: ['1 row has malformed JSON in j'],
        verdicts: [{ view: 'v', verdict: 'warn', features: ['x'] }],
      }),
      `run 7  ingest of visits  ok
started  3 hours ago, at 2026-11-21 09:00:00 UTC
took     1.0 s
rows     3,000 read, 2,990 landed
from     3 files in data/

- drift ----------------------------------------------------
v  WARN   x moved; 2 shows how

- notes ----------------------------------------------------
1 row has malformed JSON in j

- files read: 3 --------------------------------------------
data/a.csv
and 2 more files
`,
    ))
  it('under way says how long', () =>
    equal(
      whole({ status: 'running', seconds: null, rejected: 0, files_read: 0, read: 0, written: 0, verdicts: [] }),
      `run 7  ingest of visits  running
started  3 hours ago, at 2026-11-21 09:00:00 UTC
took     3 hours so far
`,
    ))
  it('that failed tells where, and what mends it', () =>
    match(
      whole(
        {
          status: 'failed',
          problem: { code: 'too_many_rejected', file: 'data/b.csv', line: 2, fix: 'see .pintail/quarantine/7.ndjson' },
        },
        { error: 'it broke' },
      ),
      /it broke\nwhere {2}data\/b.csv, line 2\nfix {4}see .pintail\/quarantine\/7.ndjson\ncode {3}too_many_rejected/,
    ))
  it('says why rows were skipped, and what is late', () =>
    match(
      whole({ skipped: 4, late: 5 }).replaceAll(/\s+/g, ' '),
      /10 rejected, 4 skipped \(no key\), 5 late \(older than what was there\)/,
    ))
  it('that failed tells the whole message', () =>
    equal(
      whole(
        { status: 'failed', rejected: 0, files_read: 0, read: 0, written: 0, verdicts: [], subject: '' },
        { error: 'it broke\n  here, and there' },
      ),
      `run 7  ingest  FAIL
started  3 hours ago, at 2026-11-21 09:00:00 UTC
took     1.0 s

- error ----------------------------------------------------
it broke
here, and there
`,
    ))
})

describe('rejected rows', () => {
  it('each with its place, and where all of them are', () =>
    equal(
      textOf(
        rejectedLines(
          done,
          {
            path: '.pintail/quarantine/7.ndjson',
            rows: [
              { file: 'data/a.csv', line: 12, column: 'at', reason: 'at: "x" is no timestamp', since: null },
              { file: 'data/a.csv', line: null, column: null, reason: '3 columns where the file has 4', since: null },
            ],
          },
          80,
          themes.ascii,
        ),
      ),
      `  LINE  COLUMN  REASON                          FILE
    12  at      "x" is no timestamp             data/a.csv
                3 columns where the file has 4  data/a.csv
and 8 more rows; all of them: .pintail/quarantine/7.ndjson`,
    ))
  it('of a file that is gone the reasons are known', () =>
    equal(
      textOf(rejectedLines(done, null, 80, themes.ascii)),
      '10 rows: at: "x" is no timestamp\nthe file of its rows is not there any more',
    ))
})

const check: CheckResult = {
  view: 'v',
  feature: 'x',
  check: 'between',
  severity: 'warn',
  outcome: 'failed',
  wanted: 'between 0 and 1',
  found: '7 of 9 rows',
  rows: 9,
  failing: 7,
  examples: [
    { x: 2.5, event_time: '2026-11-01T00:00:00Z', id: 'p1' },
    { x: null, event_time: '2026-11-02T00:00:00Z', id: 'p2' },
  ],
}

describe('parts of a run', () => {
  it('what fails comes first, with rows that do', () =>
    equal(
      textOf(
        checksLines(
          [
            { ...check, feature: null, outcome: 'passed', examples: [] },
            check,
            { ...check, severity: 'fail', examples: [] },
          ],
          7,
          80,
          themes.ascii,
        ),
      ),
      `FAIL  v:x  between 0 and 1   found: 7 of 9 rows
WARN  v:x  between 0 and 1   found: 7 of 9 rows
        id  event_time               x
        p1  2026-11-01T00:00:00Z   2.5
        p2  2026-11-02T00:00:00Z  null
        and 5 more rows
ok    v  between 0 and 1`,
    ))
  it('phases are bars, and words', () =>
    equal(
      textOf(phaseLines({ phases: { land: 60, compute: 30, commit: 0 }, seconds: 0.09 }, 40, themes.ascii)),
      `land    ################ 60 ms   67%
compute ########         30 ms   33%
2 phases; the longest is land with 60 ms
of 90 ms`,
    ))
  it('nothing measured is nothing shown', () =>
    equal(textOf(phaseLines({ phases: {}, seconds: 3 }, 40, themes.ascii)), ''))
  it('what no phase took is told too', () =>
    equal(
      textOf(phaseLines({ phases: { land: 60 }, seconds: 0.1 }, 60, themes.ascii)),
      `land     ################################### 60 ms   60%
the rest #######################             40 ms   40%
2 phases; the longest is land with 60 ms of 100 ms`,
    ))
  it('a check that passes on some rows and on others is told once, with which', () =>
    equal(
      textOf(
        checksLines(
          [
            { ...check, outcome: 'passed', examples: [], runs: [7, 7] },
            { ...check, outcome: 'passed', examples: [], runs: [2, 7] },
          ],
          7,
          100,
          themes.ascii,
        ),
      ),
      'ok    v:x  between 0 and 1   on the rows of run 7 and on the rows of runs 2 to 7',
    ))
  const passed = { ...check, outcome: 'passed' } as const
  const counts: readonly (readonly [readonly CheckResult[], string])[] = [
    [[passed], 'passed'],
    [[passed, { ...passed, wanted: 'not null' }], 'all 2 passed'],
    [[passed, { ...passed, runs: null }, { ...check, wanted: 'not null' }], '1 of 2 failed'],
    [[passed, check], '1 of 1 failed'],
  ]
  for (const [checks, words] of counts) it(`checks: ${words}`, () => equal(checksText(checks), words))
  const inputs = ['data/e/a.csv', 'data/e/b.csv', 'data/e/f/c.csv']
  const files: readonly (readonly [Partial<RunShown>, string, number])[] = [
    [{ files_read: 1, inputs: ['data/a.csv'] }, '1 file: data/a.csv', 0],
    [{ files_read: 3, inputs }, '3 files in data/e/', 3],
    [{ files_read: 2, inputs: ['a.csv', 'b.csv'] }, '2 files: a.csv, b.csv', 0],
    [{ files_read: 3, inputs: ['a.csv', 'b/c.csv', 'b/d.csv'] }, '3 files', 3],
    [{ files_read: 67, inputs: Array.from({ length: 67 }, (_, i) => `data/${i}.csv`) }, '67 files in data/', 11],
  ]
  for (const [run, words, lines] of files)
    it(`files: ${words}`, () =>
      deepEqual([filesText({ ...done, ...run }), filesLines({ ...done, ...run }).length], [words, lines]))
  const before: readonly (readonly [number, string])[] = [
    [0, '10'],
    [9, '10, 1 of them new'],
    [10, '10, none of them new'],
  ]
  for (const [rejected_before, words] of before)
    it(`rejected: ${words}`, () => equal(rejectedText({ ...done, rejected_before }), words))
})

describe('how bad is a run', () => {
  const well = { status: 'done', rejected: 0, checks: { warn: 0, fail: 0 }, drift: null } as const
  const outcomes: readonly (readonly [string, Partial<Came>, string, string])[] = [
    ['went well', {}, 'ok', 'good'],
    ['left rows out', { rejected: 1 }, 'ok', 'warn'],
    ['fails a check that warns', { checks: { warn: 1, fail: 0 } }, 'ok', 'warn'],
    ['fails a check', { rejected: 1, checks: { warn: 1, fail: 1 } }, 'ok', 'bad'],
    ['moved', { drift: 'fail' }, 'ok', 'bad'],
    ['moved a little', { drift: 'warn' }, 'ok', 'warn'],
    ['did not move', { drift: 'ok' }, 'ok', 'good'],
    ['failed', { status: 'failed' }, 'FAIL', 'bad'],
    ['stopped', { status: 'interrupted', drift: 'fail' }, 'stopped', 'warn'],
  ]
  for (const [what, more, word, tone] of outcomes)
    it(`that ${what}`, () => deepEqual(outcomeOf({ ...well, ...more }), { word, tone }))
})
