// How is a comparison recorded? As a run of its own with what it found, where runs can be recorded.
import type { Micros } from '../core/clock.ts'
import { PintailError } from '../core/errors.ts'
import type { VerifyReport } from '../core/parity.ts'
import { type Phases, timed } from '../core/phases.ts'
import type { Watched } from '../core/verbs.ts'
import type { ViewVersion } from '../core/versions.ts'
import type { OfflineStore, Session } from '../offline/offline-store.ts'
import type { OnlineStore } from '../online/online-store.ts'
import type { Registry } from '../registry/registry.ts'
import { beginRun, failRun, finishRun, interruptRun, noRows } from '../registry/runs.ts'
import { type Tally, tally } from './parity-tally.ts'

export interface ParityRoom {
  readonly registry: Registry
  readonly store: OfflineStore
  readonly online: OnlineStore
  /** The folder of logged reads. */
  readonly reads: string
}

/** What a comparison goes by, and what it fills. */
export interface Work {
  readonly session: Session
  readonly tally: Tally
  readonly notes: string[]
  readonly phases: Phases
}

export type Told = Pick<VerifyReport, 'keys' | 'until' | 'lastRun'>

/** Compares, and records and gives what was found. */
export const recordedParity = async (
  { registry, store }: ParityRoom,
  { view, version }: Pick<ViewVersion, 'view' | 'version'>,
  at: Micros,
  watched: Watched,
  work: (it: Work) => Promise<Told>,
): Promise<VerifyReport> => {
  const run = registry.fixed ? null : beginRun(registry, 'verify', view)
  const session = await store.session(watched.signal)
  const it: Work = { session, tally: tally(), notes: [], phases: {} }
  try {
    const told = await timed(it.phases, 'compare', () => work(it))
    const report = { view, version, run, at, ...told, ...it.tally.counts(), notes: it.notes, phases: it.phases }
    if (run !== null) finishRun(registry, run, resultOf(report))
    return report
  } catch (cause) {
    if (run !== null && cause instanceof PintailError && cause.code === 'interrupted') interruptRun(registry, run)
    else if (run !== null) failRun(registry, run, cause)
    throw cause
  } finally {
    session.close()
  }
}

const resultOf = (report: VerifyReport) => {
  const { version, at, keys, until, lastRun, compared, equal, different, missing, extra, behind } = report
  const causes = report.causes.map((it) => ({ ...it }))
  const counts = { keys, compared, equal, different, missing, extra, behind, causes }
  return {
    rows: { ...noRows, read: compared },
    detail: { version, at, until, lastRun, ...counts, notes: [...report.notes], phases: { ...report.phases } },
  }
}
