// What is new in a source, landed and computed for every view that reads it, in one atomic run.

import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { compileRelation } from '../aggregations/compile.ts'
import { elapsed } from '../core/clock.ts'
import type { SourceDefinition } from '../core/definitions.ts'
import { PintailError } from '../core/errors.ts'
import { firstRowId } from '../core/history.ts'
import { type Phases, timed } from '../core/phases.ts'
import type { IngestReport, IngestRequest, Watched } from '../core/verbs.ts'
import type { RowSet } from '../core/versions.ts'
import type { OfflineFolder } from '../offline/files.ts'
import type { OfflineStore, Session } from '../offline/offline-store.ts'
import type { LandedFile } from '../offline/source-log.ts'
import { watching } from '../offline/watching.ts'
import { appliedSource } from '../registry/declared.ts'
import { freshFiles, history, landedFiles, sourceMemory } from '../registry/files.ts'
import type { Registry } from '../registry/registry.ts'
import {
  addDetail,
  beginRun,
  failRun,
  interruptRun,
  lastDone,
  lastRejecting,
  type RunResult,
} from '../registry/runs.ts'
import { withLock } from '../sqlite.ts'
import { compactHistory } from './compaction.ts'
import { type Computation, type Computed, computeHistory } from './compute.ts'
import { type Discovery, discover } from './discover.ts'
import { type Landed, landFiles, refuseTooMany } from './landing.ts'
import { sweepLeftovers } from './leftovers.ts'
import { commitRun } from './naming.ts'
import { notesOf } from './notes.ts'
import { noRows, nothingNew } from './nothing.ts'
import { broughtBy, lateRows, type Observer } from './observer.ts'
import { writeQuarantine } from './quarantine.ts'
import { inputsDetail, notesDetail, phasesDetail, rejectedDetail, withPhases } from './record.ts'
import { runsLookedAt, sinceWhen } from './rejected-before.ts'
import type { SourceSchema } from './schema.ts'
import { tallied, tallyDetail } from './tallies.ts'
import { hasWork, liveIn, needsOf, type Work, workOf } from './work.ts'

export interface IngestRoom {
  readonly project: { readonly root: string; resolve(path: string): string }
  readonly registry: Registry
  readonly store: OfflineStore
  readonly folder: OfflineFolder
  /** Folders of `.pintail`. */
  readonly locks: string
  readonly quarantine: string
  schemaOf(source: string): SourceSchema
  /** Milliseconds to wait for another ingest of the same source. */
  readonly patience: number
  readonly observer?: Observer
}

const defaultMaxRejected = 0.1

/** Which files of the source are to be read? */
type Finding = (room: IngestRoom, definition: SourceDefinition, work: Work, watched: Watched) => Promise<Discovery>

export const ingest = (room: IngestRoom, request: IngestRequest, watched: Watched): Promise<IngestReport[]> =>
  ingestViews(room, request.views, watched, ({ project, registry }, { path }, { source }, { progress, signal }) => {
    progress?.step(`${source}: looking for files`)
    return discover(project, path, sourceMemory(registry, source), request.full, signal)
  })

/** Computes what views lack over the rows that landed before; no file of the source is looked at. */
export const computeLanded = (room: IngestRoom, views: readonly string[], watched: Watched): Promise<IngestReport[]> =>
  ingestViews(room, views, watched, async () => nowhere)

const nowhere: Discovery = { files: [], untouched: 0 }

const ingestViews = async (
  room: IngestRoom,
  views: readonly string[],
  watched: Watched,
  find: Finding,
): Promise<IngestReport[]> => {
  const reports: IngestReport[] = []
  for (const work of workOf(room.registry.state(), views)) {
    const lock = join(room.locks, `source-${work.source}.lock`)
    const what = `an ingest of source "${work.source}"`
    reports.push(await withLock(lock, what, room.patience, () => ingestSource(room, work, find, watched), watched))
  }
  return reports
}

const ingestSource = async (room: IngestRoom, work: Work, find: Finding, watched: Watched): Promise<IngestReport> => {
  sweepLeftovers(room, work.source, work.rowSets)
  const session = await room.store.session(watched.signal)
  try {
    const began = elapsed()
    const definition = appliedSource(room.registry, work.source) ?? null
    const discovery = definition ? await find(room, definition, work, watched) : nowhere
    const phases: Phases = { discover: elapsed() - began }
    const known: Run['known'] = { result: { detail: inputsDetail(discovery) } }
    if (discovery.files.length === 0 && !hasWork(room.registry, work))
      return nothingNew(work, discovery, definition, phases)
    const run = beginRun(room.registry, 'ingest', work.source)
    const staging = room.folder.stage(run)
    try {
      const it = { room, work, session, definition, discovery, run, staging, watched, phases, began, known }
      return await runIngest(it)
    } catch (cause) {
      if (cause instanceof PintailError && cause.code === 'interrupted') interruptRun(room.registry, run)
      else failRun(room.registry, run, cause, withPhases(known.result, phases, began))
      throw cause
    } finally {
      room.folder.discard(staging)
    }
  } finally {
    session.close()
  }
}

interface Run {
  readonly room: IngestRoom
  readonly work: Work
  readonly session: Session
  readonly definition: SourceDefinition | null
  readonly discovery: Discovery
  readonly run: number
  readonly staging: string
  readonly watched: Watched
  readonly phases: Phases
  /** By the clock of the phases. */
  readonly began: number
  /** What there is to record of it, should it fail. */
  readonly known: { result: RunResult }
}

const runIngest = async (it: Run): Promise<IngestReport> => {
  const { room, work, run, staging, watched, phases } = it
  const log = landedFiles(room.registry, work.source)
  watched.progress?.step(`${work.source}: landing rows`)
  const landed = await timed(phases, 'land', () => landAll(it, log))
  const quarantine = join(room.quarantine, `${run}.ndjson`)
  if (landed.rejected.length > 0) writeQuarantine(quarantine, landed.rejected)
  const detail = { ...inputsDetail(it.discovery), ...rejectedDetail(landed.rejected) }
  it.known.result = { rows: { read: landed.read, written: 0, rejected: landed.rejected.length, skipped: 0 }, detail }
  refuseTooMany(work.source, landed, it.definition?.max_rejected ?? defaultMaxRejected, quarantine)

  const fresh = freshlyLanded(run, landed)
  if (log.length + fresh.length === 0) throw noRows(work.source, it.discovery, landed)
  const computed = new Map<RowSet, Computed>()
  const pairs: [Computation, Computed][] = []
  for (const rowSet of work.rowSets) {
    const computation = computationOf(it, rowSet, [...log, ...fresh], fresh)
    const computing = () => computeHistory(it.session, computation)
    const step = `${rowSet.view}: computing features`
    const result = await timed(phases, 'compute', () => watching(it.session, step, watched, computing))
    computed.set(rowSet, result)
    pairs.push([computation, result])
  }
  const tally = await timed(phases, 'compute', () => tallied(it.session, pairs))
  const brought = pairs.map(([computation, result]) => broughtBy(run, computation, result))
  const observed = { run, source: work.source, session: it.session, brought, watched }
  const findings = await timed(phases, 'check', async () => room.observer?.beforeCommit(observed))
  if (findings?.refusal) {
    room.registry.write(findings.record)
    throw findings.refusal
  }
  watched.progress?.step(`${work.source}: committing`)
  const rows = {
    read: landed.read,
    landed: fresh.reduce((sum, file) => sum + file.rows, 0),
    rejected: landed.rejected.length,
    skipped: Math.max(0, ...[...computed.values()].map((each) => each.skipped)),
    late: await lateRows(it.session, brought),
  }
  await timed(phases, 'commit', async () =>
    commitRun(room.registry, room.folder, {
      run,
      source: work.source,
      files: it.discovery.files,
      landed: fresh,
      computed,
      result: {
        rows: { read: rows.read, written: rows.landed, rejected: rows.rejected, skipped: rows.skipped },
        detail: {
          ...detail,
          ...(rows.late === 0 ? {} : { late: rows.late }),
          ...tallyDetail(tally),
        },
      },
      ...(findings && { also: findings.record }),
    }),
  )
  const aftermath = await timed(phases, 'drift', async () => room.observer?.afterCommit(observed))
  await timed(phases, 'compact', () => compactHistory(room, it.session, work.rowSets, run, staging))
  const notes = notesOf(landed, pairs, tally, findings)
  // What moved is in the aftermath's detail.
  const recorded = notesDetail([...notes, ...(aftermath?.detail.drift === undefined ? (aftermath?.notes ?? []) : [])])
  addDetail(room.registry, run, { ...aftermath?.detail, ...recorded, ...phasesDetail(phases, it.began) })
  return {
    source: work.source,
    views: work.views,
    run,
    files: {
      read: it.discovery.files.filter((file) => file.state !== 'known').length,
      known: it.discovery.untouched + it.discovery.files.filter((file) => file.state === 'known').length,
    },
    rows,
    rejected: landed.rejected.slice(0, 10),
    quarantine: landed.rejected.length > 0 ? quarantine : null,
    notes: [...notes, ...(aftermath?.notes ?? [])],
    checks: findings?.checks ?? [],
    phases,
  }
}

const landAll = async (it: Run, log: readonly LandedFile[]): Promise<Landed> => {
  const landed = await land(it, log)
  const before = lastRejecting(it.room.registry, 'ingest', it.work.source, runsLookedAt)
  return { ...landed, rejected: sinceWhen(it.room.quarantine, before, landed.rejected) }
}

const land = async (it: Run, log: readonly LandedFile[]): Promise<Landed> => {
  const { room, work, definition, discovery } = it
  const [rowSet] = work.rowSets
  if (!definition || !rowSet) return { kept: [], read: 0, rejected: [], notes: [] }
  const schema = room.schemaOf(work.source)
  const current = work.rowSets.find((each) => each.timestamp === definition.timestamp) ?? rowSet
  return landFiles({
    session: it.session,
    definition,
    schema,
    needs: needsOf(room.registry.state(), work.source),
    files: discovery.files,
    log,
    staging: it.staging,
    timed: (rows) => timesOf(current, schema, rows),
    watched: it.watched,
  })
}

/** The rows' event times, whatever a view's filter would leave out. */
const timesOf = (rowSet: RowSet, schema: SourceSchema, rows: string): string => {
  const unfiltered = { ...rowSet, filter: null }
  const [relation] = compileRelation({
    rowSet: unfiltered,
    columns: schema.columns,
    from: `(${rows})`,
    wanted: [],
    all: new Map(),
  })
  return relation?.sql ?? ''
}

/** Landed files as they will be named, read from where they are staged. */
const freshlyLanded = (run: number, landed: Landed): LandedFile[] => {
  let next = firstRowId(run)
  return landed.kept.map(({ file, rows }, i) => {
    const it = { id: -1 - i, run, path: file, rows, firstRowId: next }
    next += BigInt(rows)
    return it
  })
}

const computationOf = (
  it: Run,
  rowSet: RowSet,
  landed: readonly LandedFile[],
  fresh: readonly LandedFile[],
): Computation => {
  const { registry } = it.room
  const state = registry.state()
  const staging = join(it.staging, `row-set-${rowSet.id}`)
  mkdirSync(staging)
  return {
    history: history(registry, rowSet.id),
    columns: it.room.schemaOf(it.work.source).columns,
    landed,
    fresh: [...freshFiles(registry, rowSet.id), ...fresh],
    live: liveIn(state, rowSet.id),
    all: state.features,
    staging,
    // Where the last run met texts that are no JSON, the next will.
    texts: lastDone(registry, 'ingest', it.work.source)?.detail.malformed === undefined ? 'trusted' : 'checked',
  }
}
