// One run with all it tells: rows that came and went, what was rejected and why, checks, drift, where the time went.
import type { RunShown } from '../../core/watching.ts'
import type { RunRead } from '../data/run.ts'
import { facts, section } from '../present/facts.ts'
import { cell, empty, type Line, line, paragraph } from '../present/lines.ts'
import type { Theme } from '../present/theme.ts'
import { age, counted, instant, lasting, microsOf, several } from '../present/words.ts'
import { answerTo, type State } from '../state/state.ts'
import { checksLines, phaseLines, rejectedLines } from './run-parts.ts'
import { type Screen, waiting } from './screen.ts'

export const resultOf = (status: string) => {
  if (status === 'done') return { word: 'ok', tone: 'good' } as const
  if (status === 'running') return { word: 'running', tone: 'accent' } as const
  if (status === 'interrupted') return { word: 'stopped', tone: 'warn' } as const
  return { word: 'FAIL', tone: 'bad' } as const
}

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

export const runLines = (read: RunRead, { now }: Pick<State, 'now'>, { width, theme }: Room): Line[] => {
  const { run, quarantine } = read
  const result = resultOf(run.status)
  const part = (title: string, lines: readonly Line[]): Line[] => section(title, lines, width, theme)
  const failing = run.checks.filter((it) => it.outcome !== 'passed').length
  return [
    line(
      cell(`run ${run.run}  `, 'bold'),
      cell(`${run.kind}${run.subject === '' ? '' : ` of ${run.subject}`}  `),
      cell(result.word, result.tone),
    ),
    ...facts(
      [
        { name: 'started', value: startedText(run, now) },
        { name: 'took', value: tookText(run, now) },
        { name: 'rows', value: rowsText(run) },
        { name: 'from', value: fromText(run, theme.glyphs.more) },
      ],
      width,
      theme,
    ),
    empty,
    ...part(
      'error',
      errorText(read).flatMap((it) => paragraph(it, width, theme, 'bad')),
    ),
    ...part(
      `rejected rows: ${counted(run.rejected)}`,
      run.rejected === 0 ? [] : rejectedLines(run, quarantine, width, theme),
    ),
    ...part(
      failing === 0 ? 'checks' : `checks: ${failing} of ${run.checks.length} failed`,
      checksLines(run.checks, width, theme),
    ),
    ...part(
      'drift',
      run.verdicts.map(({ view, verdict }) => driftLine(view, verdict)),
    ),
    ...part('where the time went', phaseLines(run.phases, width, theme)),
  ]
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

const rowsText = ({ read, written, rejected, skipped, late }: RunShown): string => {
  const parts = [
    [read, 'read'],
    [written, 'written'],
    [rejected, 'rejected'],
    [skipped, 'skipped'],
    [late, 'late'],
  ] as const
  return parts.flatMap(([count, word]) => (count === 0 ? [] : [`${counted(count)} ${word}`])).join(', ')
}

const fromText = ({ files_read: files, inputs }: RunShown, more: string): string =>
  files === 0 ? '' : `${several(files, 'file')}: ${inputs.join(', ')}${files > inputs.length ? ` ${more}` : ''}`

const driftLine = (view: string, verdict: string): Line => {
  if (verdict === 'fail')
    return line(cell('FAIL  ', 'bad'), cell(view, 'bold'), cell('  its values have moved; 2 shows which', 'dim'))
  if (verdict === 'warn')
    return line(cell('WARN  ', 'warn'), cell(view, 'bold'), cell('  some values have moved; 2 shows which', 'dim'))
  return line(cell('ok    ', 'good'), cell(view, 'bold'))
}
