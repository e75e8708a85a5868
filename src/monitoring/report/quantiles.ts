// Where do values lie? Quantiles and moments side by side.
import { type Profile, quantileNames } from '../../core/profiles.ts'
import { figure, share } from './figures.ts'
import type { Markup } from './markup.ts'
import { type ReportColumn, table } from './page.ts'

const measures = ['min', ...quantileNames, 'max', 'mean', 'stddev'] as const
const names: Readonly<Record<string, string>> = { stddev: 'std dev' }

export const quantileTable = (
  before: Profile | null,
  now: Profile | null,
  [then, current]: readonly [string, string],
): Markup | null => {
  const some = now ?? before
  if (some === null) return null
  const ordered = some.kind === 'numeric' || some.kind === 'time'
  const rows = [
    ['rows', figure(before?.rows ?? null), figure(now?.rows ?? null), ''],
    ['nulls', nullsOf(before), nullsOf(now), ''],
    ...(nonFinite(before) + nonFinite(now) > 0
      ? [['NaN or infinite', figure(nonFinite(before)), figure(nonFinite(now)), '']]
      : []),
    ['distinct', figure(before?.distinct ?? null), figure(now?.distinct ?? null), ''],
    ...(ordered
      ? measures
          .filter((name) => (before?.[name] ?? null) !== null || (now?.[name] ?? null) !== null)
          .map((name) => {
            const [a, b] = [before?.[name] ?? null, now?.[name] ?? null]
            return [names[name] ?? name, figure(a), figure(b), change(a, b)]
          })
      : []),
  ]
  const sides: ReportColumn[] = [
    { name: then, as: 'number' },
    { name: current, as: 'number' },
  ]
  if (before === null)
    return table(
      [{ name: '' }, sides[1] ?? { name: current }],
      rows.map((row) => [row[0] ?? '', row[2] ?? '']),
    )
  return table([{ name: '' }, ...sides, { name: 'change', as: 'number' }], rows)
}

const nonFinite = (it: Profile | null): number => it?.non_finite ?? 0

const nullsOf = (it: Profile | null): string => (it === null || it.rows === 0 ? '–' : share(it.nulls / it.rows))

const change = (a: unknown, b: unknown): string => {
  if (typeof a !== 'number' || typeof b !== 'number') return ''
  const by = b - a
  return by > 0 ? `+${figure(by)}` : by === 0 ? '0' : `−${figure(-by)}`
}
