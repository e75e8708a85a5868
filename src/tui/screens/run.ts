// One run with all it tells: rows that came and went, what was rejected and why, checks, drift, where the time went.
import type { RecordedVerdict } from '../../core/run-detail.ts'
import type { RunShown } from '../../core/watching.ts'
import type { RunRead } from '../data/run.ts'
import { type Fact, facts, section } from '../present/facts.ts'
import { beside, cell, empty, type Line, line, paragraph } from '../present/lines.ts'
import type { Theme } from '../present/theme.ts'
import { age, counted, instant, lasting, microsOf } from '../present/words.ts'
import { answerTo, type State } from '../state/state.ts'
import { checksLines, filesLines, phaseLines, rejectedLines, rowsOfAll } from './run-parts.ts'
import { checkCountsIn, checksText, filesText, outcomeOf, rejectedText, rowsText } from './run-words.ts'
import { type Screen, waiting } from './screen.ts'

export const runScreen: Screen = {
  title: ({ of: run }) => `Run ${run}`,
  about:
    'One run with all it tells: rows that came and went, errors, rejected rows and why, checks with rows that fail them, where the time went.',
  asks: (_, { of: run }) => [{ kind: 'run', id: run }],
  listing: () => null,
  body: (state, { of: run }, look) => {
    const answer = answerTo(state, 'run', run)
    return answer.value === null ? (waiting(answer, look) ?? []) : runLines(answer.value, state, look)
  },
  value: (state, { of: run }) => answerTo(state, 'run', run).value?.error || run,
  command: (_, { of: run }) => `pintail runs show ${run}`,
}

interface Room {
  readonly width: number
  readonly theme: Theme
}

/** From so wide on what came of the rows stands beside how it went. */
const twoColumns = 130

export const runLines = (read: RunRead, { now }: Pick<State, 'now'>, look: Room): Line[] => {
  const { run } = read
  const { width, theme } = look
  const { word, tone } = outcomeOf({ ...run, checks: checkCountsIn(run.checks) })
  const head = [
    line(
      cell(`run ${run.run}  `, 'bold'),
      cell(`${run.kind}${run.subject === '' ? '' : ` of ${run.subject}`}  `),
      cell(word, tone),
    ),
    ...facts(
      [
        { name: 'started', value: startedText(run, now) },
        { name: 'took', value: tookText(run, now) },
        { name: 'rows', value: rowsText(run) },
        { name: 'from', value: filesText(run) },
      ],
      width,
      theme,
    ),
    empty,
  ]
  if (width < twoColumns) return [...head, ...cameOf(read, look), ...wentOf(read, look)]
  const side = Math.floor((width - 3) * 0.42)
  const widths = [width - side - 3, side] as const
  const rows = cameOf(read, { width: widths[0], theme })
  const went = wentOf(read, { width: widths[1], theme })
  if (rows.length === 0) return [...head, ...wentOf(read, look)]
  return [...head, ...(went.length === 0 ? cameOf(read, look) : beside(rows, went, widths, theme))]
}

/** What came of its rows. */
const cameOf = (read: RunRead, { width, theme }: Room): Line[] => {
  const { run, quarantine } = read
  const on = rowsOfAll(run.checks, run.run)
  return [
    ...section('error', errorLines(read, { width, theme }), width, theme),
    ...section(
      `rejected rows: ${rejectedText(run)}`,
      run.rejected === 0 ? [] : rejectedLines(run, quarantine, width, theme),
      width,
      theme,
    ),
    ...section(
      `checks: ${checksText(run.checks)}${on === '' ? '' : ` on ${on}`}`,
      checksLines(run.checks, run.run, width, theme),
      width,
      theme,
    ),
  ]
}

/** How it went. */
const wentOf = ({ run }: RunRead, { width, theme }: Room): Line[] => [
  ...section('drift', facts(run.verdicts.map(driftFact), width, theme), width, theme),
  ...section(
    'notes',
    run.notes.flatMap((it) => paragraph(it, width, theme)),
    width,
    theme,
  ),
  ...section('where the time went', phaseLines(run, width, theme), width, theme),
  ...section(`files read: ${counted(run.files_read)}`, filesLines(run), width, theme),
]

/** What the command printed too: where it is, and what mends it. */
const errorLines = (read: RunRead, { width, theme }: Room): Line[] => {
  const { problem } = read.run
  const lines = errorText(read).flatMap((it) => paragraph(it, width, theme, 'bad'))
  if (problem === null) return lines
  const { file, line: at, fix, code } = problem
  const told: Fact[] = [
    { name: 'where', value: file === null ? '' : at === null ? file : `${file}, line ${at}` },
    { name: 'fix', value: fix ?? '', tone: 'accent' },
    { name: 'code', value: code, tone: 'dim' },
  ]
  return [...lines, ...facts(told, width, theme)]
}

/** Rows that fail a check are shown with it, not in the message too. */
const errorText = ({ error, run }: RunRead): string[] => {
  const lines = error.split('\n').filter((it) => it.trim() !== '')
  return run.checks.some((it) => it.examples.length > 0) ? lines.slice(0, 1) : lines
}

const startedText = ({ started }: RunShown, now: bigint): string => {
  const at = microsOf(started)
  return at === null ? '' : `${age(at, now)}, at ${instant(at)} UTC`
}

const tookText = ({ started, seconds, status }: RunShown, now: bigint): string => {
  if (seconds !== null) return lasting(seconds)
  const at = microsOf(started)
  return status === 'running' && at !== null ? `${lasting(Number(now - at) / 1e6)} so far` : 'it did not end'
}

const driftFact = ({ view, verdict, features }: RecordedVerdict): Fact => {
  const moved = features.length === 0 ? 'its values have moved' : `${features.join(', ')} moved`
  if (verdict === 'fail') return { name: view, value: `FAIL   ${moved}; 2 shows how`, tone: 'bad' }
  if (verdict === 'warn') return { name: view, value: `WARN   ${moved}; 2 shows how`, tone: 'warn' }
  return { name: view, value: 'ok', tone: 'good' }
}
