// What does the registry hold, in rows that a table can show?
import type { Micros } from '../../core/clock.ts'
import type { Listed } from '../../core/verbs.ts'
import { microsOf } from '../present/words.ts'
import type { Front } from './front.ts'
import { numberOf, textOf, textsOf } from './listed.ts'

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
  readonly error: string
}

export interface RegisteredEntity {
  readonly name: string
  /** Join keys with their types: `patient_id string`. */
  readonly keys: readonly string[]
  readonly views: readonly string[]
}

export interface RegisteredSource {
  readonly rows: number
  readonly files: number
}

export interface RegistryRead {
  /** Each view, then its features. */
  readonly all: readonly Registered[]
  readonly views: readonly Registered[]
  readonly features: number
  readonly services: number
  readonly runs: readonly RegisteredRun[]
  readonly entities: readonly RegisteredEntity[]
  /** By name. */
  readonly sources: ReadonlyMap<string, RegisteredSource>
}

export const readRegistry = (front: Pick<Front, 'list'>): RegistryRead => {
  const views = front.list({ what: 'views' }).map((row) => registered('view', row))
  const features = front.list({ what: 'features' }).map((row) => registered('feature', row))
  const ofView = new Map<string, Registered[]>()
  for (const feature of features) {
    const list = ofView.get(feature.view)
    if (list) list.push(feature)
    else ofView.set(feature.view, [feature])
  }
  return {
    all: views.flatMap((view) => [view, ...(ofView.get(view.view) ?? [])]),
    views,
    features: features.length,
    services: front.list({ what: 'services' }).length,
    runs: front.list({ what: 'runs' }).map(runOf),
    entities: front.list({ what: 'entities' }).map(entityOf),
    sources: new Map(front.list({ what: 'sources' }).map((row) => [textOf(row, 'source'), sourceOf(row)])),
  }
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
