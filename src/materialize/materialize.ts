// Offline to online: for every key the answer as of an instant, by the same query that builds a training set.
import { join } from 'node:path'
import type { Micros } from '../core/clock.ts'
import { isComputed } from '../core/computed.ts'
import { PintailError } from '../core/errors.ts'
import { formatInstant } from '../core/instants.ts'
import type { Phases } from '../core/phases.ts'
import type { MaterializeReport, MaterializeRequest, Watched } from '../core/verbs.ts'
import { columnOf, type FeatureVersion } from '../core/versions.ts'
import type { OfflineStore, Session } from '../offline/offline-store.ts'
import { identityOf } from '../online/identity.ts'
import { type OnlineWriter, openOnlineWriter } from '../online/online-writer.ts'
import { isAsOfInstant } from '../online/raw.ts'
import { history } from '../registry/files.ts'
import type { Registry } from '../registry/registry.ts'
import { beginRun, failRun, finishRun, interruptRun, noRows } from '../registry/runs.ts'
import { withLock } from '../sqlite.ts'
import { carryOver } from './carry-over.ts'
import { movesOf } from './moves.ts'
import { onlineFeatures, type Wanted, wantedOf } from './wanted.ts'

export interface MaterializeRoom {
  readonly registry: Registry
  readonly store: OfflineStore
  /** The path of online.db. */
  readonly online: string
  /** The folder of locks. */
  readonly locks: string
  /** Milliseconds to wait for another materialize. */
  readonly patience: number
}

export const materialize = (
  room: MaterializeRoom,
  request: MaterializeRequest,
  watched: Watched = {},
): Promise<MaterializeReport[]> =>
  withLock(
    join(room.locks, 'online.lock'),
    'a materialize',
    room.patience,
    async () => {
      const wanted = wantedOf(room.registry.state(), request)
      const writer = openOnlineWriter(room.online)
      try {
        writer.clear()
        releaseRetired(room, writer)
        const reports: MaterializeReport[] = []
        for (const it of wanted) reports.push(await materializeView({ room, writer, wanted: it, request, watched }))
        return reports
      } finally {
        writer.checkpoint()
        writer.close()
      }
    },
    watched,
  )

/** What is served no longer is not found any more; its table goes with the next run. */
const releaseRetired = ({ registry }: MaterializeRoom, writer: OnlineWriter): void => {
  const served = new Map([...onlineFeatures(registry.state()).values()].flat().map((it) => [it.id, identityOf(it)]))
  const retired = writer.groups().flatMap((it) => it.features.filter(({ id, identity }) => served.get(id) !== identity))
  writer.release(retired.map((it) => it.id))
}

interface ViewRun {
  readonly room: MaterializeRoom
  readonly writer: OnlineWriter
  readonly wanted: Wanted
  readonly request: MaterializeRequest
  readonly watched: Watched
}

const materializeView = async (it: ViewRun): Promise<MaterializeReport> => {
  const { registry } = it.room
  const { view } = it.wanted
  const run = beginRun(registry, 'materialize', view)
  const session = await it.room.store.session(it.watched.signal)
  try {
    const report = await answerView(it, session)
    const { keys, notes, phases } = report
    finishRun(registry, run, { rows: { ...noRows, written: keys }, detail: { notes, phases: { ...phases } } })
    return { view, run, ...report }
  } catch (cause) {
    if (cause instanceof PintailError && cause.code === 'interrupted') interruptRun(registry, run)
    else failRun(registry, run, cause)
    throw cause
  } finally {
    session.close()
  }
}

const answerView = async (it: ViewRun, session: Session): Promise<Omit<MaterializeReport, 'view' | 'run'>> => {
  const { room, writer, wanted, request, watched } = it
  const notes: string[] = []
  const phases: Phases = {}
  const until = instantOf(request.until, room.registry.clock.now(), notes)
  let keys = 0
  const all = room.registry.state().features
  for (const features of likes(wanted.features)) {
    const current = history(room.registry, features[0].rowSet)
    const computed = features.filter((feature) => isComputed(current, feature, all))
    notes.push(...notComputed(wanted.view, features, computed))
    const question = { history: current, all, moves: movesOf(computed, all), features: computed, alone: wanted.alone }
    keys += await carryOver({ session, writer, until, watched, phases, full: request.mode === 'full', ...question })
  }
  return { until, mode: request.mode, keys, notes, phases }
}

/** Features that may share a table: of one row set, and all of them as of the instant, or none. */
const likes = (features: readonly FeatureVersion[]): (readonly [FeatureVersion, ...FeatureVersion[]])[] =>
  [...Map.groupBy(features, (it) => `${it.rowSet} ${isAsOfInstant(it)}`).values()].flatMap(([first, ...others]) =>
    first === undefined ? [] : [[first, ...others]],
  )

const instantOf = (asked: Micros | null, now: Micros, notes: string[]): Micros => {
  if (asked === null || asked <= now) return asked ?? now
  notes.push(`${formatInstant(asked)} is in the future; materialized as of now, ${formatInstant(now)}`)
  return now
}

const notComputed = (
  view: string,
  features: readonly FeatureVersion[],
  computed: readonly FeatureVersion[],
): string[] => {
  const missing = features.filter((it) => !computed.includes(it))
  if (missing.length === 0) return []
  return [`not computed yet: ${missing.map((it) => `${view}:${columnOf(it)}`).join(', ')}   pintail ingest ${view}`]
}
