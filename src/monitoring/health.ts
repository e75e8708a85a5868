// How does everything do? Of each view and feature the worst of its drift and how many checks it fails, and no more:
// thousands are told of in one answer, with pauses in which a key press is answered.
import { setImmediate as pause } from 'node:timers/promises'
import { elapsed } from '../core/clock.ts'
import { type Verdict, verdicts } from '../core/drift.ts'
import { readPart } from '../core/references.ts'
import type { Watched } from '../core/verbs.ts'
import type { Health } from '../core/watching.ts'
import type { Registry } from '../registry/registry.ts'
import { render } from '../sql/render.ts'

/** As the newest runs recorded it; what was never compared or checked is left out. */
export const health = async (registry: Registry, { signal }: Watched = {}): Promise<Health[]> => {
  const found = new Map<string, Health>()
  const about = (reference: string): Health => found.get(reference) ?? { reference, drift: null, checks: noChecks }
  const worse = (reference: string, drift: Verdict): void => {
    const before = about(reference)
    found.set(reference, { ...before, drift: worst(before.drift, drift) })
  }
  for (const { reference, checks } of checkCounts(registry)) {
    const { checks: before } = about(reference)
    found.set(reference, { ...about(reference), checks: sum(before, checks) })
  }
  const next = verdictsOfView(registry)
  let rested = elapsed()
  for (const at of newestReports(registry)) {
    if (elapsed() - rested > longestWork) {
      await pause()
      signal?.throwIfAborted()
      rested = elapsed()
    }
    for (const { feature, verdict, nulls } of next(at))
      for (const reference of [at.view, `${at.view}:${featureName(feature)}`]) {
        worse(reference, verdict)
        worse(reference, nulls)
      }
  }
  return [...found.values()]
}

/** Milliseconds without a pause. */
const longestWork = 5

const noChecks: Health['checks'] = { passed: 0, warn: 0, fail: 0 }

const sum = (a: Health['checks'], b: Health['checks']): Health['checks'] => ({
  passed: a.passed + b.passed,
  warn: a.warn + b.warn,
  fail: a.fail + b.fail,
})

const worst = (a: Verdict | null, b: Verdict): Verdict =>
  a !== null && verdicts.indexOf(a) > verdicts.indexOf(b) ? a : b

/** `clicks@2:Cart` is of `clicks`. */
const featureName = (text: string): string => readPart(text).feature.replace(/@\d+$/, '')

/** A view's count its features' too. */
const checkCounts = ({ database }: Registry): Pick<Health, 'reference' | 'checks'>[] =>
  database
    .prepare<
      unknown[],
      { view: string; feature: string | null; severity: 'warn' | 'fail'; outcome: string; times: bigint }
    >(render('registry/check-counts'))
    .all()
    .flatMap(({ view, feature, severity, outcome, times }) => {
      const checks = { ...noChecks, [outcome === 'passed' ? 'passed' : severity]: Number(times) }
      const ofView = { reference: view, checks }
      return feature === null ? [ofView] : [ofView, { reference: `${view}:${featureName(feature)}`, checks }]
    })

interface ReportId {
  readonly view: string
  readonly run: bigint
}

const newestReports = ({ database }: Registry): ReportId[] =>
  database.prepare<unknown[], ReportId>(render('registry/newest-drift-runs')).all()

const verdictsOfView = ({ database }: Registry) => {
  const read = database.prepare<unknown[], { feature: string; verdict: string; nulls: string }>(
    render('registry/drift-verdicts'),
  )
  return ({ view, run }: ReportId): { feature: string; verdict: Verdict; nulls: Verdict }[] =>
    read.all({ view, run }).map(({ feature, verdict, nulls }) => ({
      feature,
      verdict: verdictOf(verdict) ?? 'empty',
      nulls: verdictOf(nulls) ?? 'ok',
    }))
}

const verdictOf = (text: string): Verdict | undefined => verdicts.find((it) => it === text)
