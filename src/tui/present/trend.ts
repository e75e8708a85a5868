// How have the values of a feature gone? A line a figure over the runs, or over the days where runs share them.
import type { Micros } from '../../core/clock.ts'
import type { ProfileCourse, ProfilePoint } from '../../core/courses.ts'
import { isOfHistory, profiledRuns } from '../../core/profiles.ts'
import { courseWords, sparkline } from './chart.ts'
import { course } from './course.ts'
import { cell, type Line, line, paragraph } from './lines.ts'
import type { Theme } from './theme.ts'
import { figure, instant, percent, shortAgo } from './words.ts'

export interface Trend {
  readonly by: 'run' | 'day'
  readonly points: readonly ProfilePoint[]
}

const day = (at: Micros): string => instant(at).slice(0, 10)

/** Days, where there are some of them and fewer than runs; of answers, which are of one instant, the day's last ones. */
export const trendOf = ({ points }: Pick<ProfileCourse, 'points'>): Trend => {
  const days = [...Map.groupBy(points, ({ at }) => day(at)).values()]
  if (days.length < 3 || days.length === points.length) return { by: 'run', points }
  return { by: 'day', points: days.flatMap((of) => merged(of)) }
}

const merged = (points: readonly ProfilePoint[]): ProfilePoint[] => {
  const last = points.at(-1)
  if (last === undefined) return []
  if (last.of === 'answers') return [last]
  const sum = (of: (point: ProfilePoint) => number): number => points.reduce((total, point) => total + of(point), 0)
  const counted = (point: ProfilePoint): number =>
    point.mean === null ? 0 : point.rows - point.nulls - point.non_finite
  const values = sum(counted)
  return [
    {
      ...last,
      rows: sum(({ rows }) => rows),
      nulls: sum(({ nulls }) => nulls),
      mean: values === 0 ? null : sum((point) => (point.mean ?? 0) * counted(point)) / values,
    },
  ]
}

interface Row {
  readonly name: string
  /** Begins its words. */
  readonly about?: string
  readonly values: readonly (number | null)[]
  readonly said: (value: number) => string
  /** Counted from 0. */
  readonly zero: boolean
}

const rowsOf = ({ points, by }: Trend, { kind }: Pick<ProfileCourse, 'kind'>): Row[] => {
  const last = points.at(-1)
  const top = last?.top?.value
  const rows: Row[] = [
    { name: 'mean', values: kind === 'numeric' ? points.map(({ mean }) => mean) : [], said: figure, zero: false },
    {
      name: 'median',
      values: kind === 'numeric' && by === 'run' ? points.map(({ median }) => median) : [],
      said: figure,
      zero: false,
    },
    {
      name: 'distinct',
      values: kind === 'numeric' || by === 'day' ? [] : points.map((it) => it.distinct),
      said: figure,
      zero: false,
    },
    {
      name: 'top value',
      about: `${top ?? ''}: `,
      values:
        top === undefined || by === 'day' || kind !== 'categorical'
          ? []
          : points.map((it) =>
              it.top?.value === top && it.rows > it.nulls ? it.top.rows / (it.rows - it.nulls) : null,
            ),
      said: percent,
      zero: true,
    },
    {
      name: 'nulls',
      values: points.map(({ rows: all, nulls }) => (all === 0 ? null : nulls / all)),
      said: percent,
      zero: true,
    },
    { name: last?.of === 'answers' ? 'keys' : 'rows', values: points.map((it) => it.rows), said: figure, zero: true },
  ]
  return rows.filter(({ values }) => values.some((value) => value !== null))
}

const nameOf = (point: ProfilePoint, { by }: Trend, now: Micros): string =>
  by === 'day' ? day(point.at) : `run ${point.run}, ${shortAgo(point.at, now)}`

/** Each figure with its signs and the same in words; where there is room, the first as a plot. */
export const trendLines = (
  of: ProfileCourse,
  {
    width,
    theme,
    now,
    tall,
  }: { readonly width: number; readonly theme: Theme; readonly now: Micros; readonly tall: boolean },
): Line[] => {
  const trend = trendOf(of)
  const [first, last] = [trend.points.at(0), trend.points.at(-1)]
  if (first === undefined || last === undefined) return []
  const rows = rowsOf(trend, of)
  const names = Math.min(14, Math.max(...rows.map(({ name }) => name.length)))
  const signs = Math.min(trend.points.length, Math.max(8, Math.floor(width / 4)))
  const ends = [nameOf(first, trend, now), trend.points.length > 1 ? nameOf(last, trend, now) : ''] as const
  const [main] = rows
  const plot =
    !tall || main === undefined || trend.points.length < 3 || of.kind !== 'numeric'
      ? []
      : course({ values: main.values, marks: [], scale: 'even', zero: false, ends }, { width, height: 8 }, theme)
  return [
    ...plot,
    ...rows.flatMap(({ name, about = '', values, said, zero }) => {
      const words = paragraph(about + courseWords(values, said), Math.max(12, width - names - signs - 4), theme, 'dim')
      return words.map((text, at) =>
        line(
          cell(`${(at === 0 ? name.slice(0, names) : '').padEnd(names)}  `, 'dim'),
          cell(at === 0 ? sparkline(values.slice(-signs), theme, zero).padEnd(signs) : ' '.repeat(signs), 'accent'),
          cell('  '),
          ...text.cells,
        ),
      )
    }),
    line(cell(ends[1] === '' ? `of ${ends[0]}` : `from ${ends[0]}, to ${ends[1]}`, 'dim')),
    ...trend.points
      .filter(isOfHistory)
      .flatMap((it) => paragraph(`run ${it.run}: of ${profiledRuns(it)}`, width, theme, 'dim')),
  ]
}

export const trendTitle = (of: ProfileCourse): string =>
  trendOf(of).by === 'day' ? 'from day to day' : 'from run to run'
