// What does the registry hold, in rows that a table can show?
import { setImmediate as pause } from 'node:timers/promises'
import type { Micros } from '../../core/clock.ts'
import { type Verdict, verdicts } from '../../core/drift.ts'
import type { Listed, ListRequest } from '../../core/verbs.ts'
import { microsOf } from '../present/words.ts'
import type { Front } from './front.ts'
import { numberOf, rowsOf, textOf, textsOf } from './listed.ts'

export interface Registered {
  readonly kind: 'view' | 'feature'
  /** `cardiac`, `cardiac:age`. */
  readonly reference: string
  readonly view: string
  readonly name: string
  readonly version: number
  readonly status: string
  readonly type: string
  readonly entities: readonly string[]
  readonly owner: string
  readonly tags: readonly string[]
  readonly description: string
  readonly expression: string
  readonly applied: Micros | null
  /** Of a view. */
  readonly source: string
  readonly features: number
}

export interface RegisteredRun {
  readonly run: number
  readonly kind: string
  readonly subject: string
  readonly status: string
  readonly started: Micros | null
  readonly seconds: number | null
  readonly read: number
  readonly written: number
  readonly rejected: number
  readonly skipped: number
  readonly checks: { readonly passed: number; readonly warn: number; readonly fail: number }
  /** The worst of its views; null: not compared. */
  readonly drift: Verdict | null
  readonly error: string
}

export interface RegisteredEntity {
  readonly name: string
  /** Join keys with their types: `patient_id string`. */
  readonly keys: readonly string[]
  readonly views: readonly string[]
}

/** A service as it is now. */
export interface RegisteredService {
  readonly name: string
  readonly version: number
  /** What it reads; of one of a feature's categories, the feature. */
  readonly features: readonly string[]
}

export interface RegisteredSource {
  readonly rows: number
  readonly files: number
}

export interface RegistryRead {
  /** Each view, then its features. */
  readonly all: readonly Registered[]
  readonly views: readonly Registered[]
  /** The features of each view, by its name. */
  readonly ofView: ReadonlyMap<string, readonly Registered[]>
  readonly features: number
  readonly services: readonly RegisteredService[]
  readonly runs: readonly RegisteredRun[]
  readonly entities: readonly RegisteredEntity[]
  /** By name. */
  readonly sources: ReadonlyMap<string, RegisteredSource>
  /** Of each source, the newest ingest that went well. */
  readonly ingested: ReadonlyMap<string, RegisteredRun>
  /** Of each kind what is under way, and what ended last. */
  readonly last: readonly RegisteredRun[]
}

/** In steps between which a key press is answered; what is written meanwhile begins them anew. */
export const readRegistry = async (
  front: Pick<Front, 'list' | 'show' | 'moment'>,
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<RegistryRead> => {
  for (let attempt = 1; ; attempt += 1) {
    const moment = front.moment()
    const read = await readOnce(front, signal)
    if (attempt === mostAttempts || front.moment() === moment) return read
  }
}

const mostAttempts = 3

const readOnce = async (
  front: Pick<Front, 'list' | 'show'>,
  signal: AbortSignal | undefined,
): Promise<RegistryRead> => {
  const listed = async (what: ListRequest['what']): Promise<Listed[]> => {
    const rows = front.list({ what })
    await pause()
    signal?.throwIfAborted()
    return rows
  }
  const views = (await listed('views')).map((row) => registered('view', row))
  const features = (await listed('features')).map((row) => registered('feature', row))
  const ofView = Map.groupBy(features, ({ view }) => view)
  const runs = (await listed('runs')).map(runOf)
  const services: RegisteredService[] = []
  for (const row of await listed('services')) {
    const name = textOf(row, 'service')
    const features = services.length < mostRead ? rowsOf(front.show(name, 'services'), 'features').map(wholeOf) : []
    services.push({ name, version: numberOf(row, 'version') ?? 0, features: [...new Set(features)] })
    await pause()
    signal?.throwIfAborted()
  }
  return {
    all: views.flatMap((view) => [view, ...(ofView.get(view.view) ?? [])]),
    views,
    ofView,
    features: features.length,
    services,
    runs,
    ingested: ingestedBy(runs),
    last: lastOf(runs),
    entities: (await listed('entities')).map(entityOf),
    sources: new Map((await listed('sources')).map((row) => [textOf(row, 'source'), sourceOf(row)])),
  }
}

/** Of more services it is not said which features they read: each is one question more. */
const mostRead = 200

/** `cardiac:kind` of `cardiac:kind:first`. */
const wholeOf = (member: Listed): string => textOf(member, 'feature').split(':', 2).join(':')

/** Runs come newest first. */
const ingestedBy = (runs: readonly RegisteredRun[]): ReadonlyMap<string, RegisteredRun> => {
  const found = new Map<string, RegisteredRun>()
  for (const run of runs)
    if (run.kind === 'ingest' && run.status === 'done' && !found.has(run.subject)) found.set(run.subject, run)
  return found
}

const lastOf = (runs: readonly RegisteredRun[]): RegisteredRun[] => {
  const known = new Set<string>()
  return runs.filter(({ kind, status }) => {
    const is = status === 'running' ? `${kind} running` : kind
    const isLast = !known.has(kind) && !known.has(is)
    known.add(is)
    return isLast
  })
}

const registered = (kind: Registered['kind'], row: Listed): Registered => {
  const reference = textOf(row, kind)
  const colon = reference.indexOf(':')
  return {
    kind,
    reference,
    view: kind === 'view' ? reference : reference.slice(0, colon),
    name: kind === 'view' ? reference : reference.slice(colon + 1),
    version: numberOf(row, 'version') ?? 0,
    status: textOf(row, 'status'),
    type: kind === 'view' ? 'view' : textOf(row, 'type'),
    entities: textsOf(row, 'entities'),
    owner: textOf(row, 'owner'),
    tags: textsOf(row, 'tags'),
    description: textOf(row, 'description'),
    expression: textOf(row, 'expression'),
    applied: microsOf(row.applied),
    source: textOf(row, 'source'),
    features: numberOf(row, 'features') ?? 0,
  }
}

const runOf = (row: Listed): RegisteredRun => ({
  run: numberOf(row, 'run') ?? 0,
  kind: textOf(row, 'kind'),
  subject: textOf(row, 'subject'),
  status: textOf(row, 'status'),
  started: microsOf(row.started),
  seconds: numberOf(row, 'seconds'),
  read: numberOf(row, 'read') ?? 0,
  written: numberOf(row, 'written') ?? 0,
  rejected: numberOf(row, 'rejected') ?? 0,
  skipped: numberOf(row, 'skipped') ?? 0,
  checks: {
    passed: numberOf(row, 'checks_passed') ?? 0,
    warn: numberOf(row, 'checks_warned') ?? 0,
    fail: numberOf(row, 'checks_failed') ?? 0,
  },
  drift: verdicts.find((it) => it === row.drift) ?? null,
  error: textOf(row, 'error'),
})

const entityOf = (row: Listed): RegisteredEntity => ({
  name: textOf(row, 'entity'),
  keys: textsOf(row, 'keys'),
  views: textsOf(row, 'views'),
})

const sourceOf = (row: Listed): RegisteredSource => ({
  rows: numberOf(row, 'rows') ?? 0,
  files: numberOf(row, 'files') ?? 0,
})
