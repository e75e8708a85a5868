// What was done, when, with what result? One row a run; a run whose process died is told from one that works.
import type { Micros } from '../core/clock.ts'
import { messageOf, PintailError } from '../core/errors.ts'
import { canonicalJson, isObject, type JsonObject, readJson } from '../core/json.ts'
import { render } from '../sql/render.ts'
import type { Registry } from './registry.ts'

export const runKinds = ['apply', 'ingest', 'fit', 'materialize', 'historical', 'export', 'verify', 'check'] as const
export type RunKind = (typeof runKinds)[number]
export type RunStatus = 'running' | 'done' | 'failed' | 'interrupted'

export interface RunRows {
  readonly read: number
  readonly written: number
  readonly rejected: number
  readonly skipped: number
}

export interface Run {
  readonly id: number
  readonly kind: RunKind
  /** The source or view it was about; '' for the project. */
  readonly subject: string
  readonly started: Micros
  readonly finished: Micros | null
  readonly status: RunStatus
  readonly rows: RunRows
  /** Phases in milliseconds, reasons of rejection, notes … */
  readonly detail: JsonObject
  readonly error: string | null
}

export const noRows: RunRows = { read: 0, written: 0, rejected: 0, skipped: 0 }

/** Records that a run has begun, at once visible to other processes; gives its number. */
export const beginRun = (registry: Registry, kind: RunKind, subject: string): number =>
  registry.write(() => insertRun(registry, kind, subject))

/** As {@link beginRun}, inside a transaction of the caller. */
export const insertRun = (registry: Registry, kind: RunKind, subject: string): number =>
  Number(
    registry.database
      .prepare('INSERT INTO runs (kind, subject, started, detail) VALUES (?, ?, ?, ?)')
      .run(kind, subject, registry.clock.now(), canonicalJson({ by: registry.presence.sign() })).lastInsertRowid,
  )

export interface RunResult {
  readonly rows?: RunRows
  readonly detail?: JsonObject
}

export const finishRun = (registry: Registry, run: number, result: RunResult = {}): void =>
  registry.write(() => endRun(registry, run, 'done', result, null))

/** With all that an error tells whoever is to mend it. */
export const failRun = (registry: Registry, run: number, cause: unknown, { detail, ...result }: RunResult = {}): void =>
  registry.write(() =>
    endRun(registry, run, 'failed', { ...result, detail: { ...detail, ...problemIn(cause) } }, messageOf(cause)),
  )

const problemIn = (cause: unknown): JsonObject => {
  if (!(cause instanceof PintailError)) return {}
  const { code, at, fix } = cause
  return { problem: { code, ...(at === undefined ? {} : { at: { ...at } }), ...(fix === undefined ? {} : { fix }) } }
}

/** Stopped by the user: nothing is wrong, and what was committed stays. */
export const interruptRun = (registry: Registry, run: number, result: RunResult = {}): void =>
  registry.write(() => endRun(registry, run, 'interrupted', result, null))

/** For use inside a transaction of the caller. */
export const endRun = (
  registry: Registry,
  run: number,
  status: Exclude<RunStatus, 'running'>,
  { rows = noRows, detail = {} }: RunResult,
  error: string | null,
): void => {
  registry.database.prepare(render('registry/end-run')).run({
    run,
    status,
    finished: registry.clock.now(),
    ...rows,
    detail: canonicalJson(detail),
    error,
  })
}

/** Says more of a run that is over. */
export const addDetail = (registry: Registry, run: number, detail: JsonObject): void =>
  registry.write(() => {
    const { database } = registry
    const text = database.prepare<unknown[], string>('SELECT detail FROM runs WHERE id = ?').pluck().get(run)
    const known = readJson(text ?? '{}')
    const said = canonicalJson({ ...(isObject(known) ? known : {}), ...detail })
    database.prepare('UPDATE runs SET detail = ? WHERE id = ?').run(said, run)
  })

/**
 * From before it had a number to its last phase, which may come after what it did holds: never less than its phases
 * together; null: it did not end.
 */
export const secondsOf = ({ started, finished, detail }: Run): number | null => {
  if (finished === null) return null
  const { took, phases = {} } = detail
  const together = isObject(phases) ? Object.values(phases).reduce<number>((sum, ms) => sum + Number(ms), 0) : 0
  return Math.max(Number(finished - started) / 1e6, (typeof took === 'number' ? took : together) / 1000)
}

/** The newest runs of a kind about a subject that did not let rows in. */
export const lastRejecting = ({ database }: Registry, kind: RunKind, subject: string, most: number): number[] =>
  database
    .prepare<unknown[], bigint>(
      'SELECT id FROM runs WHERE kind = ? AND subject = ? AND rows_rejected > 0 ORDER BY id DESC LIMIT ?',
    )
    .pluck()
    .all(kind, subject, most)
    .map(Number)

interface RunRow {
  readonly id: bigint
  readonly kind: RunKind
  readonly subject: string
  readonly started: bigint
  readonly finished: bigint | null
  readonly status: RunStatus
  readonly rows_read: bigint
  readonly rows_written: bigint
  readonly rows_rejected: bigint
  readonly rows_skipped: bigint
  readonly detail: string
  readonly error: string | null
}

/** Newest first. */
export const runs = (registry: Registry, limit = 1000): Run[] =>
  registry.database
    .prepare<unknown[], RunRow>('SELECT * FROM runs ORDER BY id DESC LIMIT ?')
    .all(limit)
    .map((row) => runOf(registry, row))

export const runById = (registry: Registry, id: number): Run | undefined => {
  const row = registry.database.prepare<unknown[], RunRow>('SELECT * FROM runs WHERE id = ?').get(id)
  return row && runOf(registry, row)
}

/** The newest run of a kind about a subject that was done. */
export const lastDone = (registry: Registry, kind: RunKind, subject: string): Run | undefined => {
  const row = registry.database.prepare<unknown[], RunRow>(render('registry/last-run')).get({ kind, subject })
  return row && runOf(registry, row)
}

/** The newest run that had landed rows by an instant; 0 when none had. */
export const lastLanded = (registry: Registry, at: Micros): number =>
  Number(registry.database.prepare<unknown[], bigint>(render('registry/landed-by')).pluck().get({ at }) ?? 0n)

const runOf = (registry: Registry, row: RunRow): Run => {
  const read = readJson(row.detail)
  const { by, ...detail } = isObject(read) ? read : {}
  return {
    id: Number(row.id),
    kind: row.kind,
    subject: row.subject,
    started: row.started,
    finished: row.finished,
    status:
      row.status === 'running' && typeof by === 'string' && !registry.presence.isThere(by) ? 'interrupted' : row.status,
    rows: {
      read: Number(row.rows_read),
      written: Number(row.rows_written),
      rejected: Number(row.rows_rejected),
      skipped: Number(row.rows_skipped),
    },
    detail,
    error: row.error,
  }
}
