// One run with all it tells: rows that came and went, what was rejected and why, checks, drift, where the time went.
import type { CheckResult } from '../../core/checks.ts'
import type { RunShown } from '../../core/watching.ts'
import { facts, section } from '../present/facts.ts'
import { cell, empty, type Line, line, paragraph } from '../present/lines.ts'
import { age, counted, instant, lasting, microsOf, several } from '../present/words.ts'
import { answerTo, type State } from '../state/state.ts'
import { resultOf } from './runs.ts'
import { type Look, type Screen, waiting } from './screen.ts'

export const runScreen: Screen = {
  title: ({ of: run }) => `Run ${run}`,
  about:
    'One run with all it tells: rows that came and went, errors, rejected rows and why, checks with rows that fail them.',
  asks: (_, { of: run }) => [{ kind: 'run', id: run }],
  listing: () => null,
  body: (state, { of: run }, look) => {
    const answer = answerTo(state, 'run', run)
    return answer.value === null ? (waiting(answer, look) ?? []) : runLines(answer.value, state, look)
  },
  value: (state, { of: run }) => answerTo(state, 'run', run).value?.error ?? run,
  command: (_, { of: run }) => `pintail show run:${run}`,
}

const runLines = (run: RunShown, state: State, { width, theme }: Look): Line[] => {
  const result = resultOf(run.status)
  const started = microsOf(run.started)
  const part = (title: string, lines: readonly Line[]): Line[] => section(title, lines, width, theme)
  const told = (all: Parameters<typeof facts>[0]): Line[] => facts(all, width, theme)
  return [
    line(cell(`run ${run.run}  `, 'bold'), cell(`${run.kind} ${run.subject}  `), cell(result.word, result.tone)),
    empty,
    ...part('error', run.error === null ? [] : paragraph(run.error, width, theme, 'bad')),
    ...part(
      'when',
      told([
        { name: 'started', value: started === null ? '' : `${age(started, state.now)}, at ${instant(started)} UTC` },
        { name: 'took', value: run.seconds === null ? 'it has not ended' : lasting(run.seconds) },
        { name: 'of that', value: phasesText(run) },
      ]),
    ),
    ...part(
      'rows',
      told([
        {
          name: 'read',
          value: `${counted(run.read)}${run.files_read === 0 ? '' : ` from ${several(run.files_read, 'file')}`}`,
        },
        { name: 'written', value: counted(run.written) },
        { name: 'late', value: run.late === 0 ? '' : counted(run.late) },
        { name: 'rejected', value: counted(run.rejected), tone: run.rejected === 0 ? 'plain' : 'warn' },
        { name: 'skipped', value: counted(run.skipped) },
        { name: 'from', value: run.inputs.join(', ') },
      ]),
    ),
    ...part(
      'rejected, and why',
      run.reasons.flatMap((it) => paragraph(membersText(it), width, theme, 'warn')),
    ),
    ...part(
      'checks',
      run.checks.flatMap((it) => checkLines(it, width, theme)),
    ),
    ...part('drift', told(run.verdicts.map(({ view, verdict }) => ({ name: view, value: verdict })))),
  ]
}

const phasesText = ({ phases }: RunShown): string =>
  Object.entries(phases)
    .flatMap(([name, spent]) => (typeof spent === 'number' && spent >= 1 ? [`${name} ${lasting(spent / 1000)}`] : []))
    .join(', ')

const outcomeWord = ({ outcome, severity }: CheckResult) => {
  if (outcome === 'passed') return cell('ok    ', 'good')
  return severity === 'warn' && outcome === 'failed' ? cell('WARN  ', 'warn') : cell('FAIL  ', 'bad')
}

const examplesShown = 5

const checkLines = (it: CheckResult, width: number, theme: Look['theme']): Line[] => [
  line(
    outcomeWord(it),
    cell(`${it.view}${it.feature === null ? '' : `:${it.feature}`}`, 'bold'),
    cell(`  ${it.wanted}   `),
    cell(it.found, 'dim'),
  ),
  ...it.examples.slice(0, examplesShown).flatMap((row) => paragraph(`      ${membersText(row)}`, width, theme, 'dim')),
]

const membersText = (row: Readonly<Record<string, unknown>>): string =>
  Object.entries(row)
    .map(
      ([name, value]) =>
        `${name} ${typeof value === 'bigint' ? String(value) : typeof value === 'string' ? value : JSON.stringify(value)}`,
    )
    .join('   ')
