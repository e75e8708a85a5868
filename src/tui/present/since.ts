// Since when has a feature drifted? Its scores over the runs as a sentence, and as pieces between changes of the baseline.
import type { Micros } from '../../core/clock.ts'
import type { BaselineName, DriftPoint, Verdict } from '../../core/drift.ts'
import { verdictWords } from './verdicts.ts'
import { age, figure, instant, several, shortAgo } from './words.ts'

/** What is held against the thresholds: the larger of the two distances. */
export const scoreOf = ({ psi, wasserstein_norm: moved }: Pick<DriftPoint, 'psi' | 'wasserstein_norm'>) =>
  psi === null && moved === null ? null : Math.max(psi ?? 0, moved ?? 0)

const word = (verdict: Verdict): string => verdictWords[verdict][0]

/** Points against one baseline after another. */
const pieces = (course: readonly DriftPoint[]): DriftPoint[][] =>
  course.reduce<DriftPoint[][]>((all, point) => {
    const last = all.at(-1)
    if (last?.at(-1)?.baseline === point.baseline) last.push(point)
    else all.push([point])
    return all
  }, [])

/** `FAIL since run 6 (2026-11-18 09:20, 3 d ago), 3 runs in a row, ok before`; '' of no run. */
export const sinceWords = (course: readonly DriftPoint[], verdict: Verdict, now: Micros): string => {
  const last = course.at(-1)
  const own = course.filter(({ baseline }) => baseline === last?.baseline)
  // Scores that an earlier Pintail recorded know nothing of nulls.
  const verdicts = own.map((point, at) => (at === own.length - 1 ? verdict : point.verdict))
  const before = verdicts.findLastIndex((it) => it !== verdict)
  const streak = own.slice(before + 1)
  const [first] = streak
  if (first === undefined) return ''
  const against = own.length < course.length ? ` against baseline ${first.baseline ?? 'none'}` : ''
  const started = `${word(verdict)} since run ${first.run} (${instant(first.at).slice(0, 16)}, ${shortAgo(first.at, now)})`
  const earlier = verdicts[before]
  if (earlier !== undefined)
    return `${started}, ${streak.length === 1 ? '' : `${several(streak.length, 'run')} in a row, `}${word(earlier)} before`
  return `${started}, ${streak.length === 1 ? 'the first' : `in all ${several(streak.length, 'run')}`}${against === '' && streak.length === 1 ? ' compared' : against}`
}

/** The scores, with a gap where the baseline became another: what was measured otherwise is no course. */
export const scoresOf = (course: readonly DriftPoint[]): (number | null)[] =>
  pieces(course).flatMap((piece, at) => [...(at === 0 ? [] : [null]), ...piece.map(scoreOf)])

/** `score: 4 points, 0.01 to 0.31; the larger of psi and moved`. */
export const courseOfScores = (course: readonly DriftPoint[]): string => {
  const known = course.map(scoreOf).filter((it) => it !== null)
  if (known.length === 0) return 'no score in any run'
  const baselines = pieces(course).map(([point]) => point?.baseline ?? 'none')
  const gap =
    baselines.length < 2
      ? ''
      : `; ${baselines.length === 2 ? 'a gap' : 'gaps'} where the baseline changed: ${baselines.join(', ')}`
  const [least, most] = [figure(Math.min(...known)), figure(Math.max(...known))]
  return `score: ${several(known.length, 'point')}, ${least === most ? least : `${least} to ${most}`}; the larger of psi and moved${gap}`
}

/** `first ingest 9 hours ago`, `first computed at run 8, of runs 2 to 8`, `set 2 days ago`. */
export const originWords = ({ origin, taken, range }: Omit<BaselineName, 'id'>, now: Micros): string =>
  origin === 'first computed' && range.runs !== null
    ? `first computed at run ${range.runs[1]}, of runs ${range.runs[0]} to ${range.runs[1]}`
    : `${origin} ${age(taken, now)}`

/** Whether the rows of a run are among those of the baseline that it is compared with. */
export const holdsRun = ({ range, taken }: BaselineName, run: number, at: Micros): boolean => {
  const { runs, since, until } = range
  if (runs !== null) return runs[0] <= run && run <= runs[1]
  return since === null && until === null && taken >= at
}
