// How is a run told in few words? Its result with how bad it is, its rows by what became of them, the files it read.
import type { CheckResult } from '../../core/checks.ts'
import type { RunShown } from '../../core/watching.ts'
import type { Tone } from '../present/theme.ts'
import { counted, several } from '../present/words.ts'

/** What it did. */
export const resultOf = (status: string): { readonly word: string; readonly tone: Tone } => {
  if (status === 'done') return { word: 'ok', tone: 'good' }
  if (status === 'running') return { word: 'running', tone: 'accent' }
  if (status === 'interrupted') return { word: 'stopped', tone: 'warn' }
  return { word: 'FAIL', tone: 'bad' }
}

export interface Came {
  readonly status: string
  readonly rejected: number
  readonly checks: { readonly warn: number; readonly fail: number }
  readonly drift: string | null
}

/** What it did, in the tone of the worst that came of it. */
export const outcomeOf = ({ status, rejected, checks, drift }: Came): { word: string; tone: Tone } => {
  const { word, tone } = resultOf(status)
  if (status !== 'done') return { word, tone }
  if (checks.fail > 0 || drift === 'fail') return { word, tone: 'bad' }
  return { word, tone: checks.warn > 0 || drift === 'warn' || rejected > 0 ? 'warn' : tone }
}

export const checkCountsIn = (checks: readonly CheckResult[]): Came['checks'] => {
  const failing = checks.filter(({ outcome }) => outcome !== 'passed')
  const warn = failing.filter(({ severity }) => severity === 'warn').length
  return { warn, fail: failing.length - warn }
}

/** The same check over other rows is the same check. */
export const checkKey = ({ view, feature, check, wanted }: CheckResult): string =>
  JSON.stringify([view, feature, check, wanted])

/** `1 of 3 failed`, `all 3 passed`. */
export const checksText = (checks: readonly CheckResult[]): string => {
  const all = new Set(checks.map(checkKey)).size
  const failed = new Set(checks.filter(({ outcome }) => outcome !== 'passed').map(checkKey)).size
  return failed > 0 ? `${failed} of ${all} failed` : all === 1 ? 'passed' : `all ${all} passed`
}

/** `2, 1 of them new`: others an earlier run rejected too. */
export const rejectedText = (run: RunShown): string =>
  [counted(run.rejected), newText(run)].filter((it) => it !== '').join(', ')

/** Nothing where all of them are. */
export const newText = ({ rejected, rejected_before: before }: RunShown): string => {
  if (before === 0) return ''
  if (before < rejected) return `${counted(rejected - before)} of them new`
  return rejected === 1 ? 'not new' : 'none of them new'
}

/** What stays of the rows of an ingest has landed; a materialization writes keys. */
const written: Readonly<Record<string, string>> = { ingest: 'landed', materialize: 'keys written' }

export const rowsText = ({ kind, read, written: kept, rejected, skipped, late }: RunShown): string =>
  (
    [
      [read, 'read'],
      [kept, written[kind] ?? 'written'],
      [rejected, 'rejected'],
      [skipped, 'skipped (no key)'],
      [late, 'late (older than what was there)'],
    ] as const
  )
    .flatMap(([count, word]) => (count === 0 ? [] : [`${counted(count)} ${word}`]))
    .join(', ')

/** So many are named where the run is told; of more, how many they are and where. */
export const filesNamed = 2

export const filesText = ({ files_read: files, inputs }: RunShown): string => {
  if (files === 0) return ''
  if (files <= filesNamed) return `${several(files, 'file')}: ${inputs.join(', ')}`
  const folder = folderOf(inputs)
  return `${several(files, 'file')}${folder === '' ? '' : ` in ${folder}`}`
}

/** That all of them are in, however deep: `data/events/`. */
const folderOf = (paths: readonly string[]): string => {
  const [first = [], ...others] = paths.map((path) => path.split('/').slice(0, -1))
  const until = first.findIndex((part, at) => others.some((path) => path[at] !== part))
  const shared = until < 0 ? first : first.slice(0, until)
  return shared.length === 0 ? '' : `${shared.join('/')}/`
}
