// Which checks concern the rows that are looked at? Those of a view and of its current features, each with its members.
import type { Check } from '../core/check-definitions.ts'
import type { CheckResult } from '../core/checks.ts'
import type { Micros } from '../core/clock.ts'
import { messageOf, PintailError } from '../core/errors.ts'
import type { RowSet, ViewVersion } from '../core/versions.ts'
import type { Session } from '../offline/offline-store.ts'
import { type DeclaredChecks, declaredChecks } from '../registry/declared-checks.ts'
import type { Registry } from '../registry/registry.ts'
import { wantedBy } from './check-words.ts'
import { type LookedAt, membersIn } from './looked-at.ts'
import type { WatchedMember } from './members.ts'
import { runChecks, type Subject } from './run-checks.ts'

export interface Rows {
  readonly session: Session
  readonly registry: Registry
  readonly rowSet: RowSet
  readonly seen: LookedAt
  readonly newest: Micros | null
}

/** Names of features whose checks are meant; null: all of them, and those of the view. */
export type Meant = ReadonlySet<string> | null

export const hasChecks = ({ ofView, ofFeature }: DeclaredChecks): boolean => ofView.length + ofFeature.size > 0

/** The current view that has the row set, if its definition has checks. */
export const checkedView = (registry: Registry, rowSet: RowSet): ViewVersion | null => {
  const view = registry.state().current.views.get(rowSet.view)
  return view?.rowSet.id === rowSet.id && hasChecks(declaredChecks(registry, view.view)) ? view : null
}

export const checkRows = async (it: Rows, view: ViewVersion, meant: Meant): Promise<CheckResult[]> => {
  const { session, registry, seen, rowSet, newest } = it
  const current = new Set(view.features.map(({ id }) => id))
  const members = membersIn(seen).members.filter(({ feature }) => current.has(feature.id))
  const declared = declaredChecks(registry, view.view)
  const found = subjectsOf(declared, members, meant)
  const checking = { session, view: view.view, keys: rowSet.keys, seen, members, now: registry.clock.now(), newest }
  const results = await runChecks(checking, found.subjects)
  return [...results, ...found.lost.map(({ name, check, why }) => brokenCheck(view.view, name, check, why))]
}

/** Where the rows themselves cannot be had, no check of theirs can be made. */
export const brokenChecks = (registry: Registry, view: ViewVersion, meant: Meant, cause: unknown): CheckResult[] => {
  if (cause instanceof PintailError && cause.code === 'interrupted') throw cause
  const { ofView, ofFeature } = declaredChecks(registry, view.view)
  const why = messageOf(cause)
  return [
    ...(meant === null ? ofView.map((check) => brokenCheck(view.view, null, check, why)) : []),
    ...[...ofFeature].flatMap(([name, checks]) =>
      meant === null || meant.has(name) ? checks.map((check) => brokenCheck(view.view, name, check, why)) : [],
    ),
  ]
}

const brokenCheck = (view: string, feature: string | null, check: Check, found: string): CheckResult => ({
  view,
  feature,
  check: check.name,
  severity: check.severity,
  outcome: 'broken',
  wanted: wantedBy(check),
  found,
  rows: 0,
  failing: null,
  examples: [],
})

interface Lost {
  readonly name: string
  readonly check: Check
  readonly why: string
}

const subjectsOf = ({ ofView, ofFeature }: DeclaredChecks, members: readonly WatchedMember[], meant: Meant) => {
  const subjects: Subject[] = meant === null ? ofView.map((check) => ({ check, member: null })) : []
  const lost: Lost[] = []
  for (const [name, checks] of ofFeature) {
    if (meant !== null && !meant.has(name)) continue
    const own = members.filter(({ feature }) => feature.name === name)
    for (const check of checks) {
      const its = check.category === null ? own : own.filter(({ member }) => member === check.category)
      // A condition is of a row, whatever feature it stands with.
      const once = check.name === 'sql' ? its.slice(0, 1) : its
      subjects.push(...once.map((member) => ({ check, member })))
      if (check.category !== null && own.length > 0 && its.length === 0)
        lost.push({ name, check, why: `it has no category ${JSON.stringify(check.category)}` })
    }
  }
  return { subjects, lost }
}
