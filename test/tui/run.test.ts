// What does a run tell? Its parts as text, from plain data.
import { equal } from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { CheckResult } from '../../src/core/checks.ts'
import type { RunShown } from '../../src/core/watching.ts'
import type { RunRead } from '../../src/tui/data/run.ts'
import type { Line } from '../../src/tui/present/lines.ts'
import { painted } from '../../src/tui/present/lines.ts'
import { themes } from '../../src/tui/present/theme.ts'
import { resultOf, runLines } from '../../src/tui/screens/run.ts'
import { checksLines, phaseLines, rejectedLines } from '../../src/tui/screens/run-parts.ts'

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
      whole({ rejected: 0, reasons: [] }),
      `run 7  ingest of visits  ok
started  3 hours ago, at 2026-11-21 09:00:00 UTC
took     1.0 s
rows     3,000 read, 2,990 written
from     3 files: data/a.csv ~

- drift ----------------------------------------------------
WARN  v  some values have moved; 2 shows which
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
              { file: 'data/a.csv', line: 12, column: 'at', reason: 'at: "x" is no timestamp' },
              { file: 'data/a.csv', line: null, column: null, reason: '3 columns where the file has 4' },
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
      textOf(phaseLines({ land: 60, compute: 30, commit: 0 }, 40, themes.ascii)),
      `land    ################ 60 ms   67%
compute ########         30 ms   33%
2 phases; the longest is land with 60 ms`,
    ))
  it('nothing measured is nothing shown', () => equal(textOf(phaseLines({}, 40, themes.ascii)), ''))
})
