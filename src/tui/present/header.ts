// What does the first line say? Whose project, how it does, and what time it is.
import type { Verdict } from '../../core/drift.ts'
import { answerTo, type State } from '../state/state.ts'
import { type Cell, cell, fitLine, type Line } from './lines.ts'
import type { Theme } from './theme.ts'
import { several } from './words.ts'

export const header = (state: State, { glyphs }: Theme): Line => {
  const read = answerTo(state, 'registry', '').value
  const last = read?.runs[0]
  const failed = last !== undefined && last.status !== 'done' && last.status !== 'running'
  const health: Cell[] =
    read === null
      ? [answerTo(state, 'registry', '').error === null ? cell('reading', 'dim') : cell('FAIL', 'bad')]
      : [
          cell(`${several(read.views.length, 'view')} ${glyphs.dot} ${several(read.features, 'feature')}`),
          ...(last === undefined
            ? []
            : [
                cell(`   ${last.kind} `, 'dim'),
                failed ? cell('FAIL', 'bad') : cell(last.status === 'running' ? 'running' : 'ok', 'good'),
              ]),
        ]
  const drift = driftCells(answerTo(state, 'verdicts', '').value ?? new Map())
  const readOnly = state.readonly === null ? [] : [cell('   read only', 'warn')]
  const start: Cell[] = [
    cell('pintail', 'accent'),
    cell(` ${state.project}   `, 'bold'),
    ...health,
    ...drift,
    ...readOnly,
  ]
  return withRight(start, clock(state), state.size.columns)
}

/** Of the features that are compared, how many moved. */
const driftCells = (verdicts: ReadonlyMap<string, Verdict>): Cell[] => {
  const features = [...verdicts].filter(([reference]) => reference.includes(':')).map(([, verdict]) => verdict)
  if (features.length === 0) return []
  const count = (is: Verdict): number => features.filter((it) => it === is).length
  const [warn, fail] = [count('warn'), count('fail')]
  if (warn + fail === 0) return [cell('   drift ', 'dim'), cell('ok', 'good')]
  return [
    cell('   drift ', 'dim'),
    ...(fail > 0 ? [cell(`${fail} FAIL`, 'bad')] : []),
    cell(fail > 0 && warn > 0 ? ' ' : ''),
    ...(warn > 0 ? [cell(`${warn} WARN`, 'warn')] : []),
  ]
}

/** Hours and minutes of the day, UTC. */
const clock = ({ now }: State): string => {
  const minutes = Number((now / 60_000_000n) % 1440n)
  const two = (count: number): string => String(count).padStart(2, '0')
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)} UTC`
}

const withRight = (start: readonly Cell[], right: string, width: number): Line => {
  const fitted = fitLine({ cells: start }, Math.max(0, width - right.length - 1), plainTheme)
  return { cells: [...fitted.cells, cell(` ${right}`, 'dim')] }
}

const plainTheme: Theme = {
  colours: 'plain',
  glyphs: {
    ascii: false,
    rule: '',
    bar: '',
    more: '',
    dot: '',
    to: '',
    up: '',
    down: '',
    enter: '',
    minus: '',
    spark: [],
    full: '',
    shade: '',
  },
}
