// What of one feature differs from its baseline? A broken one says why and never stops the others.
import { join } from 'node:path'
import type { FeatureDrift } from '../core/drift.ts'
import type { Session } from '../offline/offline-store.ts'
import { type FewRead, type FewValues, readFew, readWritten } from './few.ts'
import { type Figures, numericFigures } from './figures.ts'
import type { WatchedMember } from './members.ts'
import { bodyOf } from './memory.ts'
import type { Population, Segmented } from './population.ts'
import { readNumbers } from './read-numbers.ts'
import type { DriftRoom } from './room.ts'
import { baseOf, frozenBase, loadBase, noSample, readAgainst, sideOf } from './sides.ts'
import { whyBroken } from './take-baseline.ts'
import { countTexts, fewTextsFigures, textFigures, valuesIn } from './text-figures.ts'

export interface Compared {
  readonly member: WatchedMember
  /** Null: it has none. */
  readonly baseline: number | null
  readonly figures: Figures | string
}

/** What is at hand for all features of a population. */
export interface AtHand {
  readonly room: DriftRoom
  readonly session: Session
  readonly population: Population | string
  /** Their values, where they are few. */
  readonly few: ReadonlyMap<WatchedMember, FewValues> | null
  /** Files of several features that were read already. */
  readonly written: Map<string, ReadonlyMap<number, FewRead>>
}

/** With the frozen baseline. */
export const compareFrozen = (it: AtHand, member: WatchedMember, baseline: number | null): Promise<Compared> =>
  guarded(member, baseline, async () => {
    const { population, room, session } = it
    if (typeof population === 'string') return population
    if (baseline === null) return 'it has no baseline: the first ingest of a version sets it, or pintail baseline set'
    const body = bodyOf(room.registry, baseline, { feature: member.feature.id, member: member.member })
    if (body === null || body.kind === 'broken')
      return `baseline ${baseline} has no values of it: ${body?.why ?? 'none'}`
    const path = body.file === null ? null : join(room.folder, String(baseline), body.file)
    const few = it.few?.get(member) ?? null
    const written = path === null || body.place === null ? null : ((await writtenIn(it, path)).get(body.place) ?? null)
    if (body.kind === 'numeric') {
      const base =
        body.place === null
          ? await loadBase(session, body, path)
          : frozenBase(body, { exact: true, sample: written?.sample ?? noSample })
      const side =
        few?.kind === 'numeric' ? few.side : await readAgainst(session, population.valuesOf(member, null), base)
      return numericFigures(base, side)
    }
    const { rows, nulls, values } = body
    const tally = { rows, nulls, nonFinite: 0, values }
    if (few?.kind === 'categorical' && body.place !== null)
      return fewTextsFigures(tally, written?.counts ?? new Map(), few.tally, few.counts)
    const relation = valuesIn(path, body.place)
    return textFigures(session, { ...tally, relation }, population.valuesOf(member, null))
  })

const writtenIn = async ({ session, written }: AtHand, path: string): Promise<ReadonlyMap<number, FewRead>> => {
  const known = written.get(path) ?? (await readWritten(session, path))
  written.set(path, known)
  return known
}

/** Of a population; null where it is large, or where its features cannot be read together. */
export const fewOf = async (
  session: Session,
  population: Population | string,
  members: readonly WatchedMember[],
  segment: Segmented | null = null,
): Promise<AtHand['few']> => {
  if (typeof population === 'string' || members.length === 0) return null
  try {
    return await readFew(session, population.wide(members, segment), members)
  } catch (cause) {
    whyBroken(cause)
    return null
  }
}

/** One side of a segment: its rows, and all its values where they are few. */
export interface SegmentSide {
  readonly population: Population | string
  readonly few: AtHand['few']
}

/** With the rows of the baseline's range that have the same segment, as they are now. */
export const compareSegment = (
  session: Session,
  member: WatchedMember,
  baseline: number | null,
  segment: Segmented,
  { before: then, after: now }: { readonly before: SegmentSide; readonly after: SegmentSide },
): Promise<Compared> =>
  guarded(member, baseline, async () => {
    if (typeof then.population === 'string') return then.population
    if (typeof now.population === 'string') return now.population
    const [some, others] = [then.few?.get(member), now.few?.get(member)]
    const [before, after] = [then.population.valuesOf(member, segment), now.population.valuesOf(member, segment)]
    if (member.kind === 'numeric') {
      const base = baseOf(some?.kind === 'numeric' ? some.side : sideOf(await readNumbers(session, before)))
      return numericFigures(base, others?.kind === 'numeric' ? others.side : await readAgainst(session, after, base))
    }
    if (some?.kind === 'categorical' && others?.kind === 'categorical')
      return fewTextsFigures(some.tally, some.counts, others.tally, others.counts)
    const table = 'segment_counts'
    return textFigures(session, { ...(await countTexts(session, before, table)), relation: table }, after)
  })

const guarded = async (
  member: WatchedMember,
  baseline: number | null,
  work: () => Promise<Figures | string>,
): Promise<Compared> => {
  try {
    return { member, baseline, figures: await work() }
  } catch (cause) {
    return { member, baseline, figures: whyBroken(cause) }
  }
}

/** Of what could not be compared. */
export const noFigures = (member: WatchedMember, note: string): FeatureDrift => ({
  feature: member.name,
  kind: member.kind,
  verdict: 'empty',
  baseline_rows: 0,
  current_rows: 0,
  null_share_baseline: null,
  null_share_current: null,
  psi: null,
  js: null,
  ks: null,
  ks_pvalue: null,
  ks_pvalue_method: null,
  wasserstein: null,
  wasserstein_norm: null,
  chi2: null,
  chi2_pvalue: null,
  linf: null,
  new_values: [],
  lost_values: [],
  bins: [],
  non_finite_baseline: 0,
  non_finite_current: 0,
  null_share_verdict: 'ok',
  null_share_pvalue: null,
  baseline: null,
  test: null,
  note,
})
