// What do two versions of a feature give for the same rows? Figures of both side by side, and how far they are apart.
import type { Comparison, ComparisonStatus } from '../core/diffs.ts'
import { messageOf, PintailError } from '../core/errors.ts'
import type { History } from '../core/history.ts'
import { formatPart } from '../core/references.ts'
import type { Watched } from '../core/verbs.ts'
import type { FeatureVersion } from '../core/versions.ts'
import type { OfflineStore, Session } from '../offline/offline-store.ts'
import { watching } from '../offline/watching.ts'
import type { ToCompare } from '../registry/diff.ts'
import { isBehaviour } from '../retrieval/behaviour.ts'
import { membersOf, type WatchedMember, watchedSql } from './members.ts'
import { figuresOf } from './pair-figures.ts'
import { type Pairs, pairsOfAnswers, pairsOfRows } from './pairs.ts'

export interface CompareRoom {
  readonly store: OfflineStore
  historyOf(rowSet: ToCompare['a']['rowSet']): History
}

/** A feature with more categories is compared by the first of them. */
const mostCategories = 20

export const compareVersions = async (
  { store, historyOf }: CompareRoom,
  compare: readonly ToCompare[],
  all: ReadonlyMap<number, FeatureVersion>,
  watched: Watched = {},
): Promise<Comparison[]> => {
  const session = await store.session(watched.signal)
  try {
    const compared: Comparison[] = []
    for (const it of compare) {
      const sides = { a: historyOf(it.a.rowSet), b: historyOf(it.b.rowSet), all }
      const work = (): Promise<Comparison[]> => comparedIn(session, it, sides, watched)
      compared.push(...(await watching(session, `compare ${it.name}`, watched, work)))
    }
    return compared
  } finally {
    session.close()
  }
}

interface Sides {
  readonly a: History
  readonly b: History
  readonly all: ReadonlyMap<number, FeatureVersion>
}

/** What cannot be compared is told of by itself: the others are compared all the same. */
const comparedIn = async (session: Session, it: ToCompare, sides: Sides, watched: Watched): Promise<Comparison[]> => {
  const of = isBehaviour([it.a.feature, it.b.feature]) ? 'answers' : 'rows'
  const without = (status: ComparisonStatus, note: string): Comparison => ({
    ...{ feature: it.name, status, note, of, a: null, b: null, delta: null, differing: null, psi: null },
  })
  const asked = {
    a: { feature: it.a.feature, history: sides.a },
    b: { feature: it.b.feature, history: sides.b },
    all: sides.all,
  }
  try {
    const pairs = await (of === 'rows' ? pairsOfRows(session, asked) : pairsOfAnswers(session, asked, watched))
    if ('status' in pairs) return [without(pairs.status, pairs.note)]
    const { members, note } = inBoth(it)
    if (members.length === 0) return [without('not_computed', note ?? 'they have no category in common')]
    const told = [pairs.note, note].filter((part) => part !== null).join('; ')
    const compared: Comparison[] = []
    for (const { name, a, b } of members)
      compared.push({ feature: name, of, ...(await comparison(session, pairs, { a, b, note: told || null })) })
    return compared
  } catch (cause) {
    if (cause instanceof PintailError && cause.code === 'interrupted') throw cause
    return [without('broken', messageOf(cause))]
  }
}

interface Paired {
  readonly name: string
  readonly a: WatchedMember
  readonly b: WatchedMember
}

/** Categories that both have; of a feature that is one value, that one. */
const inBoth = (it: ToCompare): { readonly members: readonly Paired[]; readonly note: string | null } => {
  const [before, after] = [membersOf(it.a.feature), membersOf(it.b.feature)]
  const old = new Map(before.members.map((member) => [member.member, member]))
  const both = after.members.flatMap((b): Paired[] => {
    const a = old.get(b.member)
    if (a === undefined || (it.category !== null && it.category !== b.member)) return []
    const isFamily = it.category === null && b.category !== null
    return [{ name: isFamily ? formatPart({ feature: it.name, category: b.member }) : it.name, a, b }]
  })
  const note = both.length > mostCategories ? `${mostCategories} of ${both.length} categories are compared` : null
  return { members: both.slice(0, mostCategories), note }
}

const comparison = async (
  session: Session,
  pairs: Pairs,
  { a, b, note }: Omit<Paired, 'name'> & { readonly note: string | null },
): Promise<Omit<Comparison, 'feature' | 'of'>> => {
  const values = `${watchedSql(a, pairs.a)} AS a, ${watchedSql(b, pairs.b)} AS b`
  await session.run(`CREATE OR REPLACE TEMP TABLE pair_values AS SELECT ${values} FROM ${pairs.table}`)
  const alike = a.kind === b.kind && (a.kind === 'numeric' || a.feature.type === b.feature.type)
  return figuresOf(session, 'pair_values', { a: a.kind, b: b.kind, alike }, note)
}
