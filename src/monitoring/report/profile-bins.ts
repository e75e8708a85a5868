// Which bins do two profiles share? Those of their histograms where the edges are the same, or their most frequent values.
import type { Profile } from '../../core/profiles.ts'
import { binLabels, otherBin } from '../statistics/bins.ts'
import { figure } from './figures.ts'
import { type SharedBin, sharesOf } from './histogram.ts'

export interface ProfileBins {
  readonly ordered: boolean
  readonly bins: readonly SharedBin[]
  /** Whether both sides are there. */
  readonly both: boolean
}

const none: ProfileBins = { ordered: false, bins: [], both: false }

export const profileBins = (before: Profile | null, now: Profile): ProfileBins =>
  now.histogram === null ? topBins(before, now) : histogramBins(before, now.histogram)

const histogramBins = (
  before: Profile | null,
  { by, edges, counts }: NonNullable<Profile['histogram']>,
): ProfileBins => {
  const then = before?.histogram
  const both = then?.by === by && then.edges.join() === edges.join()
  const labels = binLabels({ by, edges })
  const bins = counts.map((current, i) => ({
    label: labels[i] ?? '',
    baseline: both ? (then.counts[i] ?? 0) : 0,
    current,
  }))
  return { ordered: true, both, bins: sharesOf(bins) }
}

const topBins = (before: Profile | null, now: Profile): ProfileBins => {
  if (now.top.length === 0) return none
  const of = (it: Profile | null): ReadonlyMap<string, number> =>
    new Map(it?.top.map(({ value, rows }) => [typeof value === 'string' ? value : figure(value), rows]))
  const [then, current] = [of(before), of(now)]
  const names = [...new Set([...current.keys(), ...then.keys()])]
  const rest = (it: Profile | null, top: ReadonlyMap<string, number>): number =>
    it === null ? 0 : Math.max(it.rows - it.nulls - [...top.values()].reduce((sum, rows) => sum + rows, 0), 0)
  const others = { label: otherBin, baseline: rest(before, then), current: rest(now, current) }
  const bins = names.map((label) => ({ label, baseline: then.get(label) ?? 0, current: current.get(label) ?? 0 }))
  const all = others.baseline + others.current > 0 ? [...bins, others] : bins
  return { ordered: false, both: before !== null && before.top.length > 0, bins: sharesOf(all) }
}
